export * from './index.js'

declare const cfsign: typeof import('./index.js')
export default cfsign
