import { createServer } from 'node:http'

/** The least a server can do with a batch: read it, parse it, answer. What everything else is compared with. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString())
    response.setHeader('Content-Type', 'application/json')
    response.end('{"success":true}')
  })
})
server.listen(Number(process.env['PORT']), '127.0.0.1', () => console.log('ready'))
