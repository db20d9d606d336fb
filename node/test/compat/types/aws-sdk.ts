import {
  getSignedCookies,
  getSignedUrl,
  type CloudfrontSignedCookiesOutput,
  type CloudfrontSignerAlgorithm,
  type CloudfrontSignerCredentials,
  type CloudfrontSignInput,
  type CloudfrontSignInputBase,
  type CloudfrontSignInputWithParameters,
  type CloudfrontSignInputWithPolicy,
} from '@aws-sdk/cloudfront-signer'

const algorithm: CloudfrontSignerAlgorithm = 'SHA256'
const credentials: CloudfrontSignerCredentials = {
  keyPairId: 'K2JCJMDEHXQW5F',
  privateKey: Buffer.from('pem'),
  passphrase: 'secret',
  algorithm,
}
const key: string | Buffer = credentials.privateKey

const byParameters: CloudfrontSignInputWithParameters = {
  ...credentials,
  url: 'https://d111111abcdef8.cloudfront.net/image.jpg',
  dateLessThan: new Date(),
  dateGreaterThan: 1893456000000,
  ipAddress: '192.0.2.0/24',
}
const byPolicy: CloudfrontSignInputWithPolicy = { ...credentials, policy: '{}' }
const either: CloudfrontSignInput = Math.random() < 0.5 ? byParameters : byPolicy
const old: CloudfrontSignInputBase = {
  url: 'https://a/b',
  keyPairId: 'K',
  privateKey: key,
  dateLessThan: '2030-01-01',
}

const url: string = getSignedUrl(either)
const another: string = getSignedUrl({ url, keyPairId: 'K', privateKey: 'pem', dateLessThan: '2030-01-01' })
const cookies: CloudfrontSignedCookiesOutput = getSignedCookies(byPolicy)
const expires: number | undefined = cookies['CloudFront-Expires']
const texts: (string | undefined)[] = [
  cookies['CloudFront-Key-Pair-Id'],
  cookies['CloudFront-Signature'],
  cookies['CloudFront-Policy'],
  cookies['CloudFront-Hash-Algorithm'],
]
const input: Parameters<typeof getSignedUrl>[0] = byParameters
for (const [name, value] of Object.entries(cookies)) console.log(name, value)

// @ts-expect-error a policy and dates exclude each other
getSignedUrl({ ...credentials, url, policy: '{}', dateLessThan: '2030-01-01' })
// @ts-expect-error no date and no policy
getSignedUrl({ ...credentials, url })
// @ts-expect-error no such algorithm
getSignedUrl({ ...byParameters, algorithm: 'MD5' })
// @ts-expect-error no key
getSignedCookies({ url, keyPairId: 'K', dateLessThan: '2030-01-01' })

export { another, expires, input, old, texts }
