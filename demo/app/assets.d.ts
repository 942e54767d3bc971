/** Vite answers the address of a picture, and links a style sheet. */
declare module '*.svg' {
  const address: string
  export default address
}
declare module '*.css'
