declare module 'virtual:spoken/*' {
  const words: Record<string, (inputs: Record<string, unknown>) => string>;
  export default words;
}
