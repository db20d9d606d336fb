// The whole interface in a program with the strictest settings, which is compiled as an ES module and as
// CommonJS, and run. What its types refuse is refused when it runs too.

import { strict as assert } from 'node:assert'
import { createPrivateKey, createPublicKey } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import {
  AccessDeniedError,
  CfsignError,
  Grant,
  InternalError,
  InvalidInputError,
  InvalidKeyError,
  Policy,
  PrivateKey,
  PublicKey,
  SignedCookies,
  Signer,
  TrustedKeyGroup,
  UrlBuilder,
  Verifier,
  base64Decode,
  base64Encode,
  buildUrl,
  classifyResponse,
  clearCookieLines,
  expiresIn,
  explain,
  generateKeyPair,
  judgeSetCookie,
  sharedCookieDomain,
  version,
  type Allowed,
  type BatchOptions,
  type Check,
  type CloudFrontError,
  type CookieAttributes,
  type Explanation,
  type Finding,
  type HashAlgorithm,
  type Key,
  type PolicyConditions,
  type PublicKeys,
  type RequestDetails,
  type ResponseOrigin,
  type SignerOptions,
  type Terms,
  type Time,
  type VerifierOptions,
} from 'cfsign'
import { getSignedCookies, getSignedUrl } from 'cfsign/aws-sdk'
import { CloudFront } from 'cfsign/aws-sdk-v2'
import * as community from 'cfsign/aws-cloudfront-sign'
import { LocalEdge, type LocalEdgeOptions } from 'cfsign/testing'
import { key, root } from '../vectors.js'

const ID = 'K2JCJMDEHXQW5F'
const EXPIRES = 1_767_290_400
const URL_ = 'https://d111111abcdef8.cloudfront.net/a.jpg'
const BELOW = 'https://cdn.example.com/videos'

const privatePem = key('rsa-2048.pkcs1.pem')
const hashAlgorithm: HashAlgorithm = 'SHA256'
const options: SignerOptions = { keyPairId: ID, passphrase: undefined }
const signer: Signer = Signer.fromPem(privatePem, options)
const trusted: PublicKeys = { [ID]: key('rsa-2048.public.pem') }
const until: Terms = { expires: EXPIRES }
const before: RequestDetails = { now: EXPIRES - 60 }

test('a signer', () => {
  const keys: Key[] = [privatePem, privatePem.toString(), createPrivateKey(privatePem), new Uint8Array(privatePem)]
  const url: string = signer.signUrl(URL_, until)
  for (const privateKey of keys) assert.equal(Signer.fromPem(privateKey, options).signUrl(URL_, until), url)
  const path = join(root, 'tests', 'keys', 'rsa-2048.pkcs1.pem')
  assert.equal(Signer.fromFile(path, options).signUrl(URL_, until), url)
  assert.equal(Signer.fromFile(pathToFileURL(path), options).signUrl(URL_, until), url)
  const times: Time[] = [EXPIRES, new Date(EXPIRES * 1000), '2026-01-01T18:00:00Z']
  for (const expires of times) assert.equal(signer.signUrl(URL_, { expires }), url)
  const sha256: Signer = Signer.fromPem(privatePem, { ...options, hashAlgorithm })
  const told: [string, HashAlgorithm, string] = [sha256.keyPairId, sha256.hashAlgorithm, sha256.keyType]
  assert.deepEqual(told, [ID, 'SHA256', 'RSA 2048'])
  const raw = JSON.stringify({ Statement: [] })
  assert.match(signer.signUrlWithRawPolicy(URL_, raw), /\?Policy=/)
  assert.equal(signer.signCookiesWithRawPolicy(raw)['CloudFront-Key-Pair-Id'], ID)
  const message: Buffer = signer.signMessage('message')
  assert.deepEqual(signer.signMessage(Buffer.from('message')), message)
})

test('policies, grants and cookies', () => {
  const conditions: PolicyConditions = {
    dateLessThan: EXPIRES,
    dateGreaterThan: undefined,
    ipAddress: '192.0.2.0/24',
    alwaysCustom: false,
  }
  const exact: Policy = new Policy(URL_, { dateLessThan: '2026-01-01T18:00:00Z' })
  const policy: Policy = Policy.below(BELOW, conditions)
  assert.equal(Policy.pattern(`${BELOW}/*`, conditions).toText(), policy.toText())
  const told: [string, number, number | undefined, string | undefined, boolean] = [
    policy.resource,
    policy.dateLessThan,
    policy.dateGreaterThan,
    policy.ipAddress,
    exact.isCanned && !policy.isCanned,
  ]
  assert.deepEqual(told, [`${BELOW}/*`, EXPIRES, undefined, '192.0.2.0/24', true])
  assert(policy.covers(`${BELOW}/1.ts`))

  const grant: Grant = signer.grant(policy)
  const url: string = grant.signUrl(`${BELOW}/1.ts`)
  assert.equal(url, `${BELOW}/1.ts?${grant.query}`)
  assert.equal(grant.policy.toText(), policy.toText())
  const cookies: SignedCookies = grant.cookies()
  assert(grant instanceof Grant && cookies instanceof SignedCookies)
  const value: string | undefined = cookies['CloudFront-Policy']
  assert.equal(value, signer.signCookies(policy)['CloudFront-Policy'])
  const domain: string | null = sharedCookieDomain('www.example.com', 'cdn.example.com')
  const attributes: CookieAttributes = { domain, path: '/', secure: true, httpOnly: true, sameSite: null, maxAge: 60 }
  const lines: string[] = cookies.setCookieLines(attributes)
  assert.equal(lines.length, 3)
  assert.equal(clearCookieLines(attributes).length, 5)
  assert.match(cookies.cookieHeader(), /^CloudFront-Policy=/)
  const where = { pageOrigin: 'https://www.example.com', resourceUrl: 'https://cdn.example.com/a', now: EXPIRES - 1 }
  const findings: Finding[] = judgeSetCookie(lines, where)
  assert.deepEqual(findings, [])
})

test('batches', async () => {
  const urls: readonly string[] = [1, 2, 3].map((page) => `${URL_}?page=${page}`)
  const told: number[] = []
  const batch: BatchOptions = {
    signal: new AbortController().signal,
    threads: 2,
    onProgress: (done: number) => told.push(done),
  }
  const signed: string[] = await signer.signUrls(urls, { ...until, ...batch })
  assert.deepEqual(signed, urls.map((url) => signer.signUrl(url, until)))
  assert.equal(told.at(-1), 3)
  const results: (string | CfsignError)[] = await signer.trySignUrls([...urls, 'ftp://a/'], until)
  const last = results.at(-1)
  assert(last instanceof CfsignError && last.index === 3)
  async function* source(): AsyncGenerator<string> {
    yield* urls
  }
  const streamed: string[] = []
  const policy = Policy.pattern(`${URL_}*`, { dateLessThan: EXPIRES })
  for await (const url of signer.signUrlStream(source(), { policy })) streamed.push(url)
  assert.deepEqual(streamed, await signer.signUrls(urls, { policy }))
  const each: string[] = await signer.signUrlsEach([{ url: URL_, ...until }, { url: URL_, policy }], batch)
  const tried: (string | CfsignError)[] = await signer.trySignUrlsEach([{ url: URL_, ...until }])
  assert.deepEqual(tried, each.slice(0, 1))
  const cookies: SignedCookies[] = await signer.signCookiesEach([policy])
  const grants: Grant[] = await signer.grants([policy], { threads: 1 })
  const triedCookies: (SignedCookies | CfsignError)[] = await signer.trySignCookiesEach([policy], batch)
  const triedGrants: (Grant | CfsignError)[] = await signer.tryGrants([policy])
  assert(triedCookies[0] instanceof SignedCookies && triedGrants[0] instanceof Grant)
  const raw: string[] = await signer.signUrlsWithRawPolicy(urls, policy.toText(), { threads: 1 })
  assert.deepEqual(raw, streamed)
  assert.equal(cookies[0]?.['CloudFront-Signature'], grants[0]?.cookies()['CloudFront-Signature'])
})

test('verification and explanations', () => {
  const differences: VerifierOptions = { cacheSize: 4, validAtItsEnd: true, ignoreHostCase: false }
  const verifier: Verifier = new Verifier(trusted, differences)
  const signed = signer.signUrl(URL_, until)
  const allowed: Allowed = verifier.verify(signed, before)
  const told: [string, string, HashAlgorithm, boolean, string | undefined, number, string] = [
    allowed.credential,
    allowed.keyPairId,
    allowed.hashAlgorithm,
    allowed.isCanned,
    allowed.resource,
    allowed.expires,
    allowed.originUrl,
  ]
  assert.deepEqual(told, ['url', ID, 'SHA1', true, URL_, EXPIRES, URL_])
  try {
    verifier.verify(signed, { ...before, now: EXPIRES + 1 })
    assert.fail('it has expired')
  } catch (error) {
    assert(error instanceof AccessDeniedError)
    const answer: CloudFrontError | undefined = error.cloudfrontError
    assert.equal(answer?.code, 'AccessDenied')
    const suggestion: string | undefined = error.suggestion
    const index: number | undefined = error.index
    assert.deepEqual([error.kind, error.code, suggestion, index], ['expired', 'ERR_CFSIGN_EXPIRED', undefined, undefined])
  }
  const explanation: Explanation = explain(`${signed}x`, trusted, { ...before, otherHosts: ['cdn.example.com'] })
  assert.deepEqual(verifier.explain(`${signed}x`, before).code, explanation.code)
  const failed: Check | undefined = explanation.checks.find(({ outcome }) => outcome === 'failed')
  assert(failed?.found !== undefined && failed.wanted !== '' && failed.advice !== '')
  assert.match(explanation.toString(), /^refused/)
  const origin: ResponseOrigin = classifyResponse('<Code>MissingKey</Code>', { status: 403, headers: { via: 'x' } })
  const layer: 'cloudfront' | 's3' | 'kms' | 'waf' | 'other-edge' | 'unknown' = origin.layer
  assert.equal(layer, 'cloudfront')
})

test('keys', () => {
  const { privateKey, publicKey } = generateKeyPair('ecdsa')
  const own: PrivateKey = new PrivateKey(privateKey)
  const signature: Buffer = own.sign('text', 'SHA256')
  const known: PublicKey = own.publicKey()
  assert(known.verify('text', signature, 'SHA256') && !known.verify('text', signature))
  assert.equal(known.toPem(), publicKey)
  assert.deepEqual(new PublicKey(createPublicKey(publicKey)).toDer(), known.toDer())
  assert.equal(known.keyType, own.keyType)
  assert(new Verifier({ K1: known }) instanceof Verifier)
  assert(new Verifier(new TrustedKeyGroup({ K1: known })) instanceof Verifier)
})

test('URLs, times and Base64', () => {
  const built: string = new UrlBuilder('https://cdn.example.com').path('a b').segment('c/d').query('q', 'ä').build()
  assert.equal(built, 'https://cdn.example.com/a%20b/c%2Fd?q=%C3%A4')
  const query = new Map([['q', 'ä']])
  assert.equal(buildUrl('https://cdn.example.com', 'a b', { query }), 'https://cdn.example.com/a%20b?q=%C3%A4')
  const download: string = new UrlBuilder('https://cdn.example.com').path('a').downloadAs('b.pdf').build()
  assert.equal(buildUrl('https://cdn.example.com', 'a', { downloadAs: 'b.pdf' }), download)
  assert.match(new UrlBuilder('https://cdn.example.com').path('a').showAs('b.pdf').build(), /inline/)
  assert.equal(new UrlBuilder('https://cdn.example.com').path('a').buildBelow(), 'https://cdn.example.com/a/*')
  const end: number = expiresIn(60, { bucket: 100, now: new Date(1_000_000_010_000) })
  assert.equal(end, 1_000_000_100)
  const decoded: Buffer = base64Decode(base64Encode('text'))
  assert.equal(decoded.toString(), 'text')
  assert.match(version, /^\d+\.\d+\.\d+/)
})

test('stand-ins', () => {
  const pem = key('rsa-2048.pkcs1.pem').toString()
  const given = { url: URL_, keyPairId: ID, privateKey: pem, dateLessThan: new Date(EXPIRES * 1000) }
  const url: string = getSignedUrl(given)
  assert.equal(new Verifier(trusted).verify(url, before).originUrl, URL_)
  const expires: number | undefined = getSignedCookies(given)['CloudFront-Expires']
  assert.equal(expires, EXPIRES)
  assert.equal(new CloudFront.Signer(ID, pem).getSignedUrl({ url: URL_, expires: EXPIRES }), url)
  const later = { keypairId: ID, privateKeyString: pem, expireTime: Date.now() + 60_000 }
  assert.match(community.getSignedUrl(URL_, later), /[?&]Policy=/)
})

test('the local edge', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'cfsign-'))
  writeFileSync(join(directory, 'a.txt'), 'inside')
  const settings: LocalEdgeOptions = { keys: trusted, directory, now: EXPIRES - 60, port: undefined }
  const edge: LocalEdge = LocalEdge.start(settings)
  try {
    const response = await fetch(signer.signUrl(`${edge.url}/a.txt`, until))
    assert.equal(await response.text(), 'inside')
    edge.setNow(EXPIRES)
    edge.setNow(null)
  } finally {
    edge.stop()
  }
  assert(edge.url.endsWith(edge.address))
})

test('what types refuse is refused', async () => {
  const type = { code: 'ERR_INVALID_ARG_TYPE' }
  const value = { code: 'ERR_INVALID_ARG_VALUE' }
  const policy = new Policy(URL_, { dateLessThan: EXPIRES })
  // @ts-expect-error no key pair ID
  assert.throws(() => Signer.fromPem(privatePem, {}), type)
  // @ts-expect-error a key is no number
  assert.throws(() => Signer.fromPem(5, options), type)
  // @ts-expect-error no such hash
  assert.throws(() => Signer.fromPem(privatePem, { ...options, hashAlgorithm: 'MD5' }), InvalidInputError)
  // @ts-expect-error made by fromPem
  assert.throws(() => new Signer(privatePem), TypeError)
  // @ts-expect-error made by grant
  assert.throws(() => new Grant(policy), TypeError)
  // @ts-expect-error made by signCookies
  assert.throws(() => new SignedCookies(policy), TypeError)
  // @ts-expect-error no end and no policy
  assert.throws(() => signer.signUrl(URL_, {}), type)
  // @ts-expect-error an end and a policy
  assert.throws(() => signer.signUrl(URL_, { expires: EXPIRES, policy }), type)
  // @ts-expect-error the object of URL is no string
  assert.throws(() => signer.signUrl(new URL(URL_), until), type)
  // @ts-expect-error a misspelt option
  assert.throws(() => signer.signUrl(URL_, { expiry: EXPIRES }), value)
  // @ts-expect-error no time
  assert.throws(() => signer.signUrl(URL_, { expires: null }), type)
  // @ts-expect-error no end
  assert.throws(() => new Policy(URL_, {}), type)
  // @ts-expect-error a misspelt condition
  assert.throws(() => new Policy(URL_, { dateLessThan: EXPIRES, ip: '192.0.2.0/24' }), value)
  // @ts-expect-error a policy is no text
  assert.throws(() => signer.signCookies('{}'), type)
  // @ts-expect-error no such attribute
  assert.throws(() => clearCookieLines({ samesite: 'Lax' }), value)
  // @ts-expect-error no such site
  assert.throws(() => clearCookieLines({ sameSite: 'lax' }), type)
  // @ts-expect-error no such kind of key
  assert.throws(() => generateKeyPair('dsa'), value)
  // @ts-expect-error a list of keys
  assert.throws(() => new Verifier('key'), type)
  // @ts-expect-error cookies are a text or an object
  assert.throws(() => new Verifier(trusted).verify(URL_, { cookies: 5 }), type)
  // @ts-expect-error no such difference
  assert.throws(() => new Verifier(trusted, { lenient: true }), value)
  // @ts-expect-error URLs are a list
  await assert.rejects(signer.signUrls(URL_, until), type)
  // @ts-expect-error the policy of a batch
  await assert.rejects(signer.signUrls([URL_], { threads: 2 }), type)
  // @ts-expect-error nothing
  assert.throws(() => signer.signUrlStream(null, until), type)
  // @ts-expect-error no signal
  await assert.rejects(signer.signUrls([URL_], { ...until, signal: {} }), type)
  // @ts-expect-error no function
  await assert.rejects(signer.signUrls([URL_], { ...until, onProgress: 5 }), type)
  // @ts-expect-error options of a batch
  assert.throws(() => signer.signUrl(URL_, { expires: EXPIRES, threads: 2 }), value)
  // @ts-expect-error a list of keys
  assert.throws(() => new Verifier([key('rsa-2048.public.pem')]), type)
  // @ts-expect-error one line is no list
  assert.throws(() => judgeSetCookie('a=b', { pageOrigin: URL_, resourceUrl: URL_ }), type)
  // @ts-expect-error a list of hosts
  assert.throws(() => explain(URL_, trusted, { otherHosts: 'cdn.example.com' }), type)
  // @ts-expect-error a status is a number
  assert.throws(() => classifyResponse('', { status: '403' }), type)
  // @ts-expect-error a list of origins
  assert.throws(() => LocalEdge.start({ keys: trusted, directory: '.', cors: '*' }), type)
  // @ts-expect-error cookies are read only
  assert.throws(() => (signer.signCookies(policy)['CloudFront-Signature'] = ''), TypeError)
  // @ts-expect-error properties of signers are read only
  assert.throws(() => (signer.keyPairId = ID), TypeError)
  // @ts-expect-error no keys
  assert.throws(() => LocalEdge.start({ directory: '.' }), type)
  assert(new InvalidKeyError('message') instanceof CfsignError && new InternalError('message') instanceof Error)
})
