'use strict'
// The worker of the bench for Node: cfsign, Node's own crypto, and the packages that people come from.
//
// Each line of standard input is a case and a number of milliseconds, and the answer the nanoseconds of one repetition,
// by the clock and of processor time. `print CASE` answers what the case makes, a list with spaces between, so that
// the driver can compare it with the others. NODE_PATH says where cfsign is.

const crypto = require('node:crypto')
const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const path = require('node:path')
const { performance } = require('node:perf_hooks')
const { createInterface } = require('node:readline')

const { Policy, PrivateKey, Signer, Verifier } = require('cfsign')

const ROOT = path.resolve(__dirname, '../../..')
const ID = 'K2JCJMDEHXQW5F'
const URL = 'https://d111111abcdef8.cloudfront.net/images/2026/hello-world.jpg'
const IMAGES = 'https://d111111abcdef8.cloudfront.net/images/*'
const STARTS = 1_767_225_600
const NOW = 1_800_000_000
const EXPIRES = 2_051_222_400

const key = (name) => readFileSync(path.join(ROOT, 'tests/keys', name), 'utf8')
const pkcs1 = key('rsa-2048.pkcs1.pem')
const many = (count) => Array.from({ length: count }, (_, page) => `${URL}?page=${page}`)
const signer = (name = 'rsa-2048') => Signer.fromPem(key(`${name}.pkcs8.pem`), { keyPairId: ID })
const custom = () => new Policy(IMAGES, { dateLessThan: EXPIRES, dateGreaterThan: STARTS, ipAddress: '192.0.2.0/24' })
const encode = (signature) => signature.toString('base64').replaceAll('+', '-').replaceAll('=', '_').replaceAll('/', '~')

/** An original; aws-sdk 2 says that its maintenance has ended. */
function peer(name) {
  process.removeAllListeners('warning')
  return createRequire(path.join(ROOT, 'target/peers/node/package.json'))(name)
}

/** `getSignedUrl` of the SDK or of its drop-in, which get the text of the key in each call. */
function sdk({ getSignedUrl }, privateKey = pkcs1) {
  const given = { url: URL, keyPairId: ID, privateKey, dateLessThan: EXPIRES * 1000 }
  return () => getSignedUrl(given)
}

/** The same with a custom policy. */
function sdkCustom({ getSignedUrl }) {
  return () => getSignedUrl(customGiven(URL))
}

function sdkCookies({ getSignedCookies }) {
  return () => {
    const made = getSignedCookies(customGiven(IMAGES))
    return Object.entries(made).map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

function customGiven(url) {
  const [dateLessThan, dateGreaterThan] = [EXPIRES * 1000, STARTS * 1000]
  return { url, keyPairId: ID, privateKey: pkcs1, dateLessThan, dateGreaterThan, ipAddress: '192.0.2.0/24' }
}

function sdk2({ CloudFront }) {
  const made = new CloudFront.Signer(ID, pkcs1)
  return () => made.getSignedUrl({ url: URL, expires: EXPIRES })
}

function community({ getSignedUrl }) {
  const given = { keypairId: ID, privateKeyString: pkcs1, expireTime: EXPIRES * 1000 }
  return () => getSignedUrl(URL, given)
}

function batch(key, count, threads) {
  const [made, urls] = [signer(key), many(count)]
  return () => made.signUrls(urls, { expires: EXPIRES, threads })
}

function verify() {
  const verifier = new Verifier({ [ID]: key('rsa-2048.public.pem') })
  const made = signer()
  const signed = many(512).map((url) => made.signUrl(url, { expires: EXPIRES }))
  let at = 0
  return () => {
    at = (at + 1) % signed.length
    return verifier.verify(signed[at], { now: NOW })
  }
}

/** Each makes what is set up once and returns the work. */
const cases = {
  'sign-canned': (made = signer()) => () => made.signUrl(URL, { expires: EXPIRES }),
  'sign-custom': (made = signer(), policy = custom()) => () => made.signUrl(URL, { policy }),
  'sign-cookies': (made = signer(), policy = custom()) => () => made.signCookies(policy).cookieHeader(),
  'sign-p256': (made = signer('p256')) => () => made.signUrl(URL, { expires: EXPIRES }),
  'sign-p256-date': (made = signer('p256'), expires = new Date(EXPIRES * 1000)) => () => made.signUrl(URL, { expires }),
  grant: (made = signer().grant(new Policy(IMAGES, { dateLessThan: EXPIRES }))) => () => made.signUrl(URL),
  load: (pem = key('rsa-2048.pkcs8.pem')) => () => void new PrivateKey(pem),
  verify,
  'compat-aws-sdk': () => sdk(require('cfsign/aws-sdk')),
  'compat-aws-sdk-p256': () => sdk(require('cfsign/aws-sdk'), key('p256.pkcs8.pem')),
  'compat-aws-sdk-custom': () => sdkCustom(require('cfsign/aws-sdk')),
  'compat-aws-sdk-cookies': () => sdkCookies(require('cfsign/aws-sdk')),
  'compat-aws-sdk-v2': () => sdk2(require('cfsign/aws-sdk-v2')),
  'compat-aws-cloudfront-sign': () => community(require('cfsign/aws-cloudfront-sign')),
  'aws-sdk': () => sdk(peer('@aws-sdk/cloudfront-signer')),
  'aws-sdk-p256': () => sdk(peer('@aws-sdk/cloudfront-signer'), key('p256.pkcs8.pem')),
  'aws-sdk-custom': () => sdkCustom(peer('@aws-sdk/cloudfront-signer')),
  'aws-sdk-cookies': () => sdkCookies(peer('@aws-sdk/cloudfront-signer')),
  'aws-sdk-v2': () => sdk2(peer('aws-sdk')),
  'aws-cloudfront-sign': () => community(peer('aws-cloudfront-sign')),
  'crypto-sign'(kept = crypto.createPrivateKey(pkcs1)) {
    const condition = { DateLessThan: { 'AWS:EpochTime': EXPIRES } }
    const policy = Buffer.from(JSON.stringify({ Statement: [{ Resource: URL, Condition: condition }] }))
    return () => encode(crypto.sign('RSA-SHA1', policy, kept))
  },
}

const ready = new Map()

function prepared(name) {
  if (!ready.has(name)) {
    const [, kind, count, threads = '1'] = /^(p256-)?batch-(\d+)(?:-threads-(\d+))?$/.exec(name) ?? []
    const list = () => batch(kind ? 'p256' : 'rsa-2048', Number(count), Number(threads))
    ready.set(name, count === undefined ? cases[name]() : list())
  }
  return ready.get(name)
}

/** Nanoseconds of processor time that this process has used, all threads together. */
function cpu() {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1e3
}

async function block(work, milliseconds) {
  // Others ran in between: the caches are theirs, and the clock of the core may be as well.
  let start = performance.now()
  const made = work()
  const waits = made instanceof Promise
  await made
  const few = performance.now() - start < milliseconds / 500 ? 64 : 1
  let times = 0
  const cpuStart = cpu()
  start = performance.now()
  for (;;) {
    for (let turn = 0; turn < few; turn += 1) {
      if (waits) await work()
      else work()
    }
    times += few
    const elapsed = performance.now() - start
    if (elapsed >= milliseconds) return [(elapsed * 1e6) / times, (cpu() - cpuStart) / times]
  }
}

async function main() {
  for await (const line of createInterface({ input: process.stdin })) {
    const [first, second] = line.split(' ')
    if (first === 'print') {
      const made = await prepared(second)()
      console.log(Array.isArray(made) ? made.join(' ') : typeof made === 'string' ? made : '')
    } else {
      console.log((await block(prepared(first), Number(second))).join(' '))
    }
  }
}

main()
