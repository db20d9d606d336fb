import { CannedPolicy, getSignedCookies, getSignedRTMPUrl, getSignedUrl } from 'aws-cloudfront-sign'

const params = { keypairId: 'K2JCJMDEHXQW5F', privateKeyString: 'pem' }
const url: string = getSignedUrl('https://a/b', {
  ...params,
  expireTime: Date.now() + 60_000,
  ipRange: '192.0.2.0/24',
})
const cookies: Record<string, string> = getSignedCookies(url, { keypairId: 'K', privateKeyPath: 'key.pem' })
const options: Parameters<typeof getSignedUrl>[1] = params
options.expireTime = 1893456000000
const nothing: void = getSignedRTMPUrl()

const policy = new CannedPolicy.default(url, 1893456000000)
const fields: [string, number, string] = [policy.url, policy.expireTime, policy.ipRange]
const json: string = policy.toJSON()

// @ts-expect-error no key pair ID
getSignedUrl(url, { privateKeyString: 'pem' })
// @ts-expect-error a number in milliseconds
getSignedUrl(url, { ...params, expireTime: '2030-01-01' })

export { cookies, fields, json, nothing }
