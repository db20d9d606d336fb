// Every vector, for a package that was loaded by `require`, by `import` or by a program in TypeScript. A
// file is one test, which counts what it ran.

import { strict as assert } from 'node:assert'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type * as Package from 'cfsign'
import {
  cases,
  key,
  root,
  run,
  type Conditions,
  type CookieAttributes,
  type Key,
  type Refused,
  type Signing,
  type SigningFile,
  type Url,
  type Verdict,
} from '../vectors.js'

type Cfsign = typeof Package

const SIGNING: SigningFile[] = [
  'botocore',
  'botocore_ecdsa',
  'boto2',
  'm2crypto',
  'aws_sdk_js_v3',
  'aws_sdk_js_v2',
  'aws_cloudfront_sign',
]
const OURS = ['refused', 'cookies', 'urls', 'base64', 'rfc6979', 'keys', 'verify', 'errors']

/** Makes the tests; `from` says in their names how the package was loaded. */
export function vectorTests(cfsign: Cfsign, from: string): void {
  const title = (what: string): string => `${from}: ${what}`
  for (const name of SIGNING) {
    test(title(`${name}, signatures over the text that the package signed`), () => signatures(cfsign, name))
    test(title(`${name}, whole URLs and cookies`), () => wholes(cfsign, name))
  }
  test(title('refusals'), () => refusals(cfsign))
  test(title('cookies'), () => cookies(cfsign))
  test(title('urls'), () => urls(cfsign))
  test(title('base64'), () => base64(cfsign))
  test(title('rfc6979'), () => rfc6979(cfsign))
  test(title('keys'), () => keys(cfsign))
  test(title('verdicts'), () => verdicts(cfsign))
  test(title('every file of vectors is read here or by a stand-in'), () => {
    const files = readdirSync(join(root, 'tests', 'vectors')).filter((name) => name.endsWith('.json'))
    const read = [...SIGNING, ...OURS, 'peer_errors']
    assert.deepEqual(files.map((name) => name.slice(0, -5)).sort(), read.sort())
  })
}

/** The passphrase of a case, where it is none that only the original takes. */
function passphrase(vector: Signing): string | undefined {
  const given = vector.peer_arguments?.passphrase
  return typeof given === 'string' ? given : undefined
}

function signatures(cfsign: Cfsign, name: SigningFile): void {
  run(
    name,
    (vector) => {
      const privateKey = new cfsign.PrivateKey(key(vector.key), passphrase(vector))
      const signature = privateKey.sign(vector.policy, vector.hash_algorithm)
      assert.equal(cfsign.base64Encode(signature), vector.signature_base64)
      assert(privateKey.publicKey().verify(vector.policy, signature, vector.hash_algorithm))
    },
    50,
  )
}

function wholes(cfsign: Cfsign, name: SigningFile): void {
  let plain = 0
  run(
    name,
    (vector) => {
      if (!vector.plain) return
      plain += 1
      const signer = cfsign.Signer.fromPem(key(vector.key), {
        keyPairId: vector.key_pair_id,
        passphrase: passphrase(vector),
        hashAlgorithm: vector.hash_algorithm,
      })
      const { found, wanted } = whole(cfsign, signer, vector)
      if (vector.hash_algorithm_sent === false) {
        // The package signs with SHA-256 and cannot say so; we do.
        assert.equal(found['Hash-Algorithm'], 'SHA256')
        delete found['Hash-Algorithm']
      }
      assert.deepEqual(found, wanted)
    },
    50,
  )
  assert(plain >= 20, `only ${plain} plain cases`)
}

type Parameters = Record<string, string | undefined>

function whole(
  cfsign: Cfsign,
  signer: Package.Signer,
  vector: Signing,
): { found: Parameters; wanted: Parameters | undefined } {
  const raw = vector.custom || vector.raw_policy !== undefined
  const expires = vector.date_less_than
  if (vector.operation === 'cookies') {
    const found: Package.SignedCookies = raw
      ? signer.signCookiesWithRawPolicy(vector.policy)
      : signer.signCookies(new cfsign.Policy(vector.url, { dateLessThan: expires }))
    return { found: { ...found }, wanted: vector.cookies }
  }
  const signed = raw
    ? signer.signUrlWithRawPolicy(vector.url, vector.policy)
    : signer.signUrl(vector.url, { expires })
  assert(signed.startsWith(vector.url))
  return { found: parameters(signed, vector), wanted: parameters(vector.signed_url, vector) }
}

/** The parameters behind the URL. One package writes ~ as %7E, and an expiry beside the policy. */
function parameters(signed: string, vector: Signing): Parameters {
  const pairs = signed
    .slice(vector.url.length + 1)
    .split('&')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=')
      return [pair.slice(0, at), pair.slice(at + 1)]
    })
  if (vector.peer !== 'aws_cloudfront_sign') return Object.fromEntries(pairs)
  const kept = pairs.filter(([name]) => name !== 'Expires')
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll('%7E', '~')]))
}

function refusals(cfsign: Cfsign): void {
  const signer = cfsign.Signer.fromPem(key('p256.pkcs8.pem'), { keyPairId: 'K2JCJMDEHXQW5F' })
  const classes = new Map(cases('errors').map((error) => [error.code, error.class]))
  const constructors = {
    input: cfsign.InvalidInputError,
    key: cfsign.InvalidKeyError,
    denied: cfsign.AccessDeniedError,
    internal: cfsign.InternalError,
  }
  run(
    'refused',
    (vector) => {
      assert.throws(
        () => attempt(cfsign, signer, vector),
        (error) => {
          assert(error instanceof cfsign.CfsignError)
          assert.equal(error.kind, vector.error, error.message)
          const group = classes.get(vector.error)
          assert(group !== undefined && error instanceof constructors[group])
          assert.equal(error.code, `ERR_CFSIGN_${vector.error.toUpperCase().replaceAll('-', '_')}`)
          if (vector.error !== 'wildcard-needs-custom-policy') {
            assert.equal(error.suggestion, vector.suggestion)
          }
          return true
        },
      )
    },
    200,
  )
}

function attempt(cfsign: Cfsign, signer: Package.Signer, vector: Refused): unknown {
  switch (vector.operation) {
    case 'sign_url':
      return signer.signUrl(vector.url, { expires: vector.date_less_than })
    case 'sign_url_with':
      return signer.signUrl(vector.url, { policy: policy(cfsign, vector) })
    case 'sign_url_with_raw_policy':
      return signer.signUrlWithRawPolicy(vector.url, vector.raw_policy)
    case 'sign_cookies':
      return signer.signCookies(policy(cfsign, vector)).setCookieLines(attributes(vector))
    case 'cookie_domain':
      return cfsign.sharedCookieDomain(vector.app_host, vector.cdn_host)
    case 'key_pair_id':
      return cfsign.Signer.fromPem(key('p256.pkcs8.pem'), { keyPairId: vector.key_pair_id })
    default:
      throw new Error(`unknown operation ${vector.operation}`)
  }
}

/** The policy of a case: its resource is a pattern where one is given, and else the URL. */
function policy(cfsign: Cfsign, vector: Conditions & { url?: string; policy_resource?: string }): Package.Policy {
  const { url, policy_resource: resource } = vector
  const conditions = {
    dateLessThan: vector.date_less_than,
    dateGreaterThan: vector.date_greater_than,
    ipAddress: vector.ip_address,
  }
  if (resource === undefined) return new cfsign.Policy(url ?? '', conditions)
  return url !== undefined || /[*?]/.test(resource)
    ? cfsign.Policy.pattern(resource, conditions)
    : new cfsign.Policy(resource, conditions)
}

const attributes = (vector: CookieAttributes): Package.CookieAttributes => ({
  domain: vector.domain,
  path: vector.path,
  sameSite: vector.same_site,
  maxAge: vector.max_age,
  secure: vector.secure,
  httpOnly: vector.http_only,
})

function cookies(cfsign: Cfsign): void {
  const signer = cfsign.Signer.fromPem(key('p256.pkcs8.pem'), { keyPairId: 'K2JCJMDEHXQW5F' })
  run(
    'cookies',
    (vector) => {
      if (vector.operation === 'cookie_domain') {
        const found = cfsign.sharedCookieDomain(vector.app_host, vector.cdn_host)
        assert.equal(found, vector.domain ?? null)
        return
      }
      const signed = signer.signCookies(policy(cfsign, vector))
      const wanted = Object.entries(signed).map(([name, value]) => `${name}=${value}${vector.attributes}`)
      assert.deepEqual(signed.setCookieLines(attributes(vector)), wanted)
    },
    20,
  )
}

function urls(cfsign: Cfsign): void {
  run(
    'urls',
    (vector) => {
      if (vector.operation === 'covers') {
        const pattern = cfsign.Policy.pattern(vector.resource, { dateLessThan: 1_767_290_400 })
        assert.equal(pattern.covers(vector.url), vector.covers)
      } else if (vector.error !== undefined) {
        assert.throws(() => builder(cfsign, vector).build(), { kind: vector.error })
      } else if (vector.operation === 'build_below') {
        assert.equal(builder(cfsign, vector).buildBelow(), vector.resource)
      } else {
        assert.equal(builder(cfsign, vector).build(), vector.url)
      }
    },
    80,
  )
}

function builder(cfsign: Cfsign, vector: Url): Package.UrlBuilder {
  let url = new cfsign.UrlBuilder(vector.origin)
  for (const path of vector.path === undefined ? (vector.paths ?? []) : [vector.path]) url = url.path(path)
  for (const segment of vector.segments ?? []) url = url.segment(segment)
  for (const [name, value] of vector.query ?? []) url = url.query(name, value)
  if (vector.download_as !== undefined) url = url.downloadAs(vector.download_as)
  if (vector.show_as !== undefined) url = url.showAs(vector.show_as)
  return url
}

function base64(cfsign: Cfsign): void {
  run(
    'base64',
    (vector) => {
      const data = Buffer.from(vector.hex, 'hex')
      assert.equal(cfsign.base64Encode(data), vector.base64)
      assert.deepEqual(cfsign.base64Decode(vector.base64), data)
    },
    30,
  )
}

function rfc6979(cfsign: Cfsign): void {
  run(
    'rfc6979',
    (vector) => {
      const privateKey = new cfsign.PrivateKey(vector.private_key_pem)
      const signature = privateKey.sign(vector.message, vector.hash_algorithm)
      assert.equal(signature.toString('hex'), vector.signature_der_hex)
    },
    4,
  )
}

function keys(cfsign: Cfsign): void {
  run(
    'keys',
    (vector) => {
      const read = (): Package.PublicKey =>
        vector.kind === 'public'
          ? new cfsign.PublicKey(material(vector))
          : new cfsign.PrivateKey(material(vector), vector.passphrase).publicKey()
      if (vector.error !== undefined) {
        assert.throws(read, (error) => error instanceof cfsign.InvalidKeyError && error.kind === vector.error)
        return
      }
      const publicKey = read()
      assert.equal(publicKey.keyType, vector.key_kind)
      assert.equal(publicKey.toDer().toString('base64'), vector.public_key_spki_base64)
      assert.deepEqual(new cfsign.PublicKey(publicKey.toPem()).toDer(), publicKey.toDer())
    },
    250,
  )
}

/** What the case says is done to the file before it is read. */
function material(vector: Key): string | Buffer {
  if (vector.text !== undefined) return vector.text
  const content = key(vector.file)
  const text = (): string => content.toString('utf8')
  const changes: Record<string, () => string | Buffer> = {
    none: () => content,
    crlf: () => text().replaceAll('\n', '\r\n'),
    'literal-newlines': () => text().replaceAll('\n', '\\n'),
    'spaces-for-newlines': () => text().replaceAll('\n', ' '),
    bom: () => `\ufeff${text()}`,
    quoted: () => `"${text()}"`,
    base64: () => content.toString('base64'),
    json: () => JSON.stringify({ [`${vector.kind}_key`]: text() }),
    'leading-blanks': () => text().replaceAll(/^(?=.)/gm, '    '),
    'no-final-newline': () => text().replace(/\n$/, ''),
  }
  const change = changes[vector.transform]
  if (change === undefined) throw new Error(`unknown transform ${vector.transform}`)
  return change()
}

const DIFFERENCES = {
  'valid-at-its-end': { validAtItsEnd: true },
  'valid-at-its-start': { validAtItsStart: true },
  'refuse-expires-beside-policy': { refuseExpiresBesidePolicy: true },
  'epoch-time-without-prefix': { epochTimeWithoutPrefix: true },
  'ignore-host-case': { ignoreHostCase: true },
} satisfies Record<NonNullable<Verdict['options']>[number], Package.VerifierOptions>

function verdicts(cfsign: Cfsign): void {
  run(
    'verify',
    (vector) => {
      const options = Object.assign({ cacheSize: 8 }, ...(vector.options ?? []).map((name) => DIFFERENCES[name]))
      const trusted = Object.fromEntries(Object.entries(vector.keys).map(([id, file]) => [id, key(file)]))
      const request = { cookies: vector.cookies?.join('; '), viewerIp: vector.viewer_ip, now: vector.now }
      // Asked twice, the second time from the cache: the answer is the same.
      const verifier = new cfsign.Verifier(trusted, options)
      for (let time = 0; time < 2; time += 1) {
        let allowed: Package.Allowed
        try {
          allowed = verifier.verify(vector.url, request)
        } catch (error) {
          assert(error instanceof cfsign.AccessDeniedError && error.cloudfrontError?.code)
          assert.equal(error.kind, vector.reason, vector.rule)
          continue
        }
        assert.equal(vector.verdict, 'allowed', vector.rule)
        assert.equal(allowed.originUrl, vector.origin_url ?? allowed.originUrl)
      }
    },
    350,
  )
}
