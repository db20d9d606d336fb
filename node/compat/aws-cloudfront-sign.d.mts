export * from './aws-cloudfront-sign.js'

declare const all: typeof import('./aws-cloudfront-sign.js')
export default all
