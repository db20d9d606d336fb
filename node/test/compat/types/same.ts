// The types of an original and of its stand-in are the same and not only alike.
import * as theirs from '@aws-sdk/cloudfront-signer'
import * as theirV2 from 'aws-sdk'
import * as theirOld from 'aws-cloudfront-sign'
import * as ours from 'ours/aws-sdk'
import * as ourV2 from 'ours/aws-sdk-v2'
import * as ourOld from 'ours/aws-cloudfront-sign'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

export const types: [
  Same<theirs.CloudfrontSignInput, ours.CloudfrontSignInput>,
  Same<theirs.CloudfrontSignInputBase, ours.CloudfrontSignInputBase>,
  Same<theirs.CloudfrontSignInputWithParameters, ours.CloudfrontSignInputWithParameters>,
  Same<theirs.CloudfrontSignInputWithPolicy, ours.CloudfrontSignInputWithPolicy>,
  Same<theirs.CloudfrontSignedCookiesOutput, ours.CloudfrontSignedCookiesOutput>,
  Same<theirs.CloudfrontSignerAlgorithm, ours.CloudfrontSignerAlgorithm>,
  Same<theirs.CloudfrontSignerCredentials, ours.CloudfrontSignerCredentials>,
  Same<theirV2.CloudFront.Signer.SignerOptionsWithPolicy, ourV2.CloudFront.Signer.SignerOptionsWithPolicy>,
  Same<
    theirV2.CloudFront.Signer.SignerOptionsWithoutPolicy,
    ourV2.CloudFront.Signer.SignerOptionsWithoutPolicy
  >,
  Same<theirV2.CloudFront.Signer.CannedPolicy, ourV2.CloudFront.Signer.CannedPolicy>,
  Same<theirV2.CloudFront.Signer.CustomPolicy, ourV2.CloudFront.Signer.CustomPolicy>,
] = [true, true, true, true, true, true, true, true, true, true, true]

const signUrl: typeof theirs.getSignedUrl = ours.getSignedUrl
const signCookies: typeof theirs.getSignedCookies = ours.getSignedCookies
const oldSignUrl: typeof theirOld.getSignedUrl = ourOld.getSignedUrl
const oldSignCookies: typeof theirOld.getSignedCookies = ourOld.getSignedCookies
const oldSignRtmp: typeof theirOld.getSignedRTMPUrl = ourOld.getSignedRTMPUrl
const Signer: typeof theirV2.CloudFront.Signer = ourV2.CloudFront.Signer
const back: [typeof ours.getSignedUrl, typeof ours.getSignedCookies, typeof ourV2.CloudFront.Signer] = [
  theirs.getSignedUrl,
  theirs.getSignedCookies,
  theirV2.CloudFront.Signer,
]

export { Signer, back, oldSignCookies, oldSignRtmp, oldSignUrl, signCookies, signUrl }
