'use strict'
// Every vector. A file is one test, which counts what it ran.

const assert = require('node:assert/strict')
const { readdirSync } = require('node:fs')
const { join } = require('node:path')
const { test } = require('node:test')
const cfsign = require('cfsign')
const { cases, key, root, run } = require('./vectors.js')

const SIGNING = [
  'botocore',
  'botocore_ecdsa',
  'boto2',
  'm2crypto',
  'aws_sdk_js_v3',
  'aws_sdk_js_v2',
  'aws_cloudfront_sign',
]

for (const name of SIGNING) {
  test(`${name}: signatures over the text that the package signed`, () => {
    run(
      name,
      (vector) => {
        const passphrase = vector.peer_arguments?.passphrase
        const secret = typeof passphrase === 'string' ? passphrase : undefined
        const privateKey = new cfsign.PrivateKey(key(vector.key), secret)
        const signature = privateKey.sign(vector.policy, vector.hash_algorithm)
        assert.equal(cfsign.base64Encode(signature), vector.signature_base64)
        assert(privateKey.publicKey().verify(vector.policy, signature, vector.hash_algorithm))
      },
      50,
    )
  })

  test(`${name}: whole URLs and cookies`, () => {
    let plain = 0
    run(
      name,
      (vector) => {
        if (!vector.plain) return
        plain += 1
        const signer = cfsign.Signer.fromPem(key(vector.key), {
          keyPairId: vector.key_pair_id,
          passphrase: vector.peer_arguments?.passphrase,
          hashAlgorithm: vector.hash_algorithm,
        })
        const { found, wanted } = whole(signer, vector)
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
  })
}

function whole(signer, vector) {
  const custom = vector.custom || 'raw_policy' in vector
  if (vector.operation === 'cookies') {
    const cookies = custom
      ? signer.signCookiesWithRawPolicy(vector.policy)
      : signer.signCookies(new cfsign.Policy(vector.url, { dateLessThan: vector.date_less_than }))
    return { found: { ...cookies }, wanted: vector.cookies }
  }
  const signed = custom
    ? signer.signUrlWithRawPolicy(vector.url, vector.policy)
    : signer.signUrl(vector.url, { expires: vector.date_less_than })
  assert(signed.startsWith(vector.url))
  return { found: parameters(signed, vector), wanted: parameters(vector.signed_url, vector) }
}

/** The parameters behind the URL. One package writes ~ as %7E, and an expiry beside the policy. */
function parameters(signed, vector) {
  const pairs = signed.slice(vector.url.length + 1).split('&').map((pair) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, at), pair.slice(at + 1)]
  })
  if (vector.peer !== 'aws_cloudfront_sign') return Object.fromEntries(pairs)
  const kept = pairs.filter(([name]) => name !== 'Expires')
  return Object.fromEntries(kept.map(([name, value]) => [name, value.replaceAll('%7E', '~')]))
}

test('refusals', () => {
  const signer = cfsign.Signer.fromPem(key('p256.pkcs8.pem'), { keyPairId: 'K2JCJMDEHXQW5F' })
  const classes = Object.fromEntries(cases('errors').map((error) => [error.code, error.class]))
  const names = { input: cfsign.InvalidInputError, key: cfsign.InvalidKeyError }
  run(
    'refused',
    (vector) => {
      assert.throws(
        () => attempt(vector, signer),
        (error) => {
          assert.equal(error.kind, vector.error, error.message)
          assert(error instanceof names[classes[vector.error]])
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
})

function attempt(vector, signer) {
  switch (vector.operation) {
    case 'sign_url':
      return signer.signUrl(vector.url, { expires: vector.date_less_than })
    case 'sign_url_with':
      return signer.signUrl(vector.url, { policy: policy(vector) })
    case 'sign_url_with_raw_policy':
      return signer.signUrlWithRawPolicy(vector.url, vector.raw_policy)
    case 'sign_cookies':
      return signer.signCookies(policy(vector)).setCookieLines(attributes(vector))
    case 'cookie_domain':
      return cfsign.sharedCookieDomain(vector.app_host, vector.cdn_host)
    case 'key_pair_id':
      return cfsign.Signer.fromPem(key('p256.pkcs8.pem'), { keyPairId: vector.key_pair_id })
    default:
      throw new Error(`unknown operation ${vector.operation}`)
  }
}

/** The policy of a case: its resource is a pattern where one is given, and else the URL. */
function policy(vector) {
  const resource = vector.policy_resource
  const conditions = {
    dateLessThan: vector.date_less_than,
    dateGreaterThan: vector.date_greater_than,
    ipAddress: vector.ip_address,
  }
  if (resource === undefined) return new cfsign.Policy(vector.url, conditions)
  return 'url' in vector || /[*?]/.test(resource)
    ? cfsign.Policy.pattern(resource, conditions)
    : new cfsign.Policy(resource, conditions)
}

const attributes = (vector) => ({
  domain: vector.domain,
  path: vector.path,
  sameSite: vector.same_site,
  maxAge: vector.max_age,
  secure: vector.secure,
  httpOnly: vector.http_only,
})

test('cookies', () => {
  const signer = cfsign.Signer.fromPem(key('p256.pkcs8.pem'), { keyPairId: 'K2JCJMDEHXQW5F' })
  run(
    'cookies',
    (vector) => {
      if (vector.operation === 'cookie_domain') {
        const found = cfsign.sharedCookieDomain(vector.app_host, vector.cdn_host)
        assert.equal(found, vector.domain ?? null)
        return
      }
      const cookies = signer.signCookies(policy(vector))
      const wanted = Object.entries(cookies).map(([name, value]) => `${name}=${value}${vector.attributes}`)
      assert.deepEqual(cookies.setCookieLines(attributes(vector)), wanted)
    },
    20,
  )
})

test('urls', () => {
  run(
    'urls',
    (vector) => {
      if (vector.operation === 'covers') {
        const pattern = cfsign.Policy.pattern(vector.resource, { dateLessThan: 1_767_290_400 })
        assert.equal(pattern.covers(vector.url), vector.covers)
      } else if (vector.error) {
        assert.throws(() => builder(vector).build(), { kind: vector.error })
      } else if (vector.operation === 'build_below') {
        assert.equal(builder(vector).buildBelow(), vector.resource)
      } else {
        assert.equal(builder(vector).build(), vector.url)
      }
    },
    80,
  )
})

function builder(vector) {
  let url = new cfsign.UrlBuilder(vector.origin)
  for (const path of vector.path === undefined ? (vector.paths ?? []) : [vector.path]) url = url.path(path)
  for (const segment of vector.segments ?? []) url = url.segment(segment)
  for (const [name, value] of vector.query ?? []) url = url.query(name, value)
  if (vector.download_as !== undefined) url = url.downloadAs(vector.download_as)
  if (vector.show_as !== undefined) url = url.showAs(vector.show_as)
  return url
}

test('base64', () => {
  run(
    'base64',
    (vector) => {
      const data = Buffer.from(vector.hex, 'hex')
      assert.equal(cfsign.base64Encode(data), vector.base64)
      assert.deepEqual(cfsign.base64Decode(vector.base64), data)
    },
    30,
  )
})

test('rfc6979', () => {
  run(
    'rfc6979',
    (vector) => {
      const signature = new cfsign.PrivateKey(vector.private_key_pem).sign(vector.message, vector.hash_algorithm)
      assert.equal(signature.toString('hex'), vector.signature_der_hex)
    },
    4,
  )
})

test('keys', () => {
  run(
    'keys',
    (vector) => {
      const read = () =>
        vector.kind === 'public'
          ? new cfsign.PublicKey(material(vector))
          : new cfsign.PrivateKey(material(vector), vector.passphrase).publicKey()
      if (vector.error) {
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
})

/** What the case says is done to the file before it is read. */
function material(vector) {
  if (vector.text !== undefined) return vector.text
  const content = key(vector.file)
  const text = () => content.toString('utf8')
  const changes = {
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
  return changes[vector.transform ?? 'none']()
}

test('verdicts', () => {
  run(
    'verify',
    (vector) => {
      const camel = (name) => name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase())
      const options = Object.fromEntries((vector.options ?? []).map((name) => [camel(name), true]))
      const keys = Object.fromEntries(Object.entries(vector.keys).map(([id, file]) => [id, key(file)]))
      const request = { cookies: vector.cookies?.join('; '), viewerIp: vector.viewer_ip, now: vector.now }
      // Asked twice, the second time from the cache: the answer is the same.
      const verifier = new cfsign.Verifier(keys, { cacheSize: 8, ...options })
      for (let time = 0; time < 2; time += 1) {
        let allowed
        try {
          allowed = verifier.verify(vector.url, request)
        } catch (error) {
          assert.equal(error.kind, vector.reason, vector.rule)
          assert(error instanceof cfsign.AccessDeniedError && error.cloudfrontError.code)
          continue
        }
        assert.equal(vector.verdict, 'allowed', vector.rule)
        assert.equal(allowed.originUrl, vector.origin_url ?? allowed.originUrl)
      }
    },
    350,
  )
})

test('every file of vectors is read here or by a stand-in', () => {
  const files = readdirSync(join(root, 'tests', 'vectors')).filter((name) => name.endsWith('.json'))
  const here = [...SIGNING, 'refused', 'cookies', 'urls', 'base64', 'rfc6979', 'keys', 'verify', 'errors']
  assert.deepEqual(files.map((name) => name.slice(0, -5)).sort(), [...here, 'peer_errors'].sort())
})
