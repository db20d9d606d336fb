import { CloudFront } from 'aws-sdk'

const signer = new CloudFront.Signer('K2JCJMDEHXQW5F', 'pem')
const options: CloudFront.Signer.SignerOptionsWithoutPolicy = { url: 'https://a/b', expires: 1893456000 }
const withPolicy: CloudFront.Signer.SignerOptionsWithPolicy = { policy: '{}' }

const url: string = signer.getSignedUrl(options)
const another: string = signer.getSignedUrl({ url, policy: '{}' })
signer.getSignedUrl(options, (err: Error, signed: string) => console.log(err, signed.length))
signer.getSignedUrl(options, (err, signed) => console.log(err?.message, signed.length))

const canned: CloudFront.Signer.CannedPolicy = signer.getSignedCookie(options)
const custom: CloudFront.Signer.CustomPolicy = signer.getSignedCookie(withPolicy)
const expires: number = canned['CloudFront-Expires']
const policy: string = custom['CloudFront-Policy']
signer.getSignedCookie(withPolicy, (err, cookie) => console.log(err, cookie['CloudFront-Policy']))
signer.getSignedCookie(options, (err, cookie) => console.log(err, cookie['CloudFront-Expires'].toFixed()))

class Mine extends CloudFront.Signer {
  sign(path: string): string {
    return this.getSignedUrl({ url: `https://a/${path}`, expires: 1893456000 })
  }
}
const mine: CloudFront.Signer = new Mine('K', 'pem')

// @ts-expect-error no date and no policy
signer.getSignedUrl({ url })
// @ts-expect-error no key
new CloudFront.Signer('K')

export { another, expires, mine, policy }
