export * from './aws-sdk.js'

declare const all: typeof import('./aws-sdk.js')
export default all
