import all from './aws-sdk.js'

export const { getSignedCookies, getSignedUrl } = all

export default all
