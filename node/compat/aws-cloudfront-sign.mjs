import all from './aws-cloudfront-sign.js'

export const { CannedPolicy, getSignedCookies, getSignedRTMPUrl, getSignedUrl } = all

export default all
