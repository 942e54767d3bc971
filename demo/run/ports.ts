import { createServer } from 'node:net'

/** A reason to stop that the person at the keyboard can act on: shown without a stack. */
export class Trouble extends Error {}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)))
  })

const readPort = (name: string, fallback: number): number => {
  const given = process.env[name]
  const port = given === undefined ? fallback : Number(given)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Trouble(`${name} is ${JSON.stringify(given)}; it must be a port from 1 to 65535.`)
  return port
}

/** Reads PORT (Tidemark) and DEMO_PORT (the product); both must be free. */
export const readPorts = async (): Promise<{ tidemark: number; demo: number }> => {
  const ports = { tidemark: readPort('PORT', 4680), demo: readPort('DEMO_PORT', 4681) }
  if (ports.tidemark === ports.demo)
    throw new Trouble(`PORT and DEMO_PORT are both ${ports.demo}; the product needs an origin of its own.`)
  for (const [name, port] of [
    ['PORT', ports.tidemark],
    ['DEMO_PORT', ports.demo],
  ] as const)
    if (!(await isFree(port)))
      throw new Trouble(
        `Port ${port} is taken. Stop what listens there, or choose another: ${name}=${port + 100} npm run demo`,
      )
  return ports
}
