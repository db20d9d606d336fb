import all from './aws-sdk-v2.js'

export const { CloudFront } = all

export default all
