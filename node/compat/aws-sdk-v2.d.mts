export * from './aws-sdk-v2.js'

declare const all: typeof import('./aws-sdk-v2.js')
export default all
