'use strict'
// Redirects to signed URLs, and services that verify what is signed, in real Express and real Fastify.

const assert = require('node:assert/strict')
const http = require('node:http')
const { once } = require('node:events')
const { after, test } = require('node:test')
const express = require('express')
const fastify = require('fastify')
const cfsign = require('cfsign')
const forExpress = require('cfsign/express')
const forFastify = require('cfsign/fastify')
const { ID, keys, signer } = require('./site.js')

const stops = []
after(() => Promise.all(stops.map((stop) => stop())))

async function listen(app) {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => new Promise((resolve) => server.close(resolve)))
  return `http://127.0.0.1:${server.address().port}`
}

async function listenFastify(app) {
  await app.listen({ host: '127.0.0.1', port: 0 })
  stops.push(() => app.close())
  return app.listeningOrigin
}

test('a redirect leads to the signed URL, byte for byte, and is kept by nobody', async () => {
  const options = { signer: signer(), origin: 'https://cdn.example.com' }
  const app = express()
  const download = forExpress.signedRedirect(options)
  const given = { downloadAs: 'Ä "b".pdf', expires: 2000000000 }
  app.get('/', (request, response) => download(response, request.query.key, given))
  const other = fastify()
  other.register(forFastify.signedRedirect, options)
  other.get('/', (request, reply) => reply.signedRedirect(request.query.key, given))
  for (const base of [await listen(app), await listenFastify(other)]) {
    for (const key of ['a b/ü+%20.pdf', "it's/[1]|^.txt", 'https://evil.example/x', '//evil.example/x']) {
      const response = await fetch(`${base}/?key=${encodeURIComponent(key)}`, { redirect: 'manual' })
      assert.equal(response.status, 302)
      const location = response.headers.get('location')
      const { expires, ...parts } = given
      assert.equal(location, signer().signUrl(cfsign.buildUrl('https://cdn.example.com', key, parts), { expires }))
      assert.equal(new URL(location).host, 'cdn.example.com')
      assert.equal(response.headers.get('cache-control'), 'private, no-store')
    }
    assert.equal((await fetch(`${base}/?key=${encodeURIComponent('../secret')}`)).status, 400)
    assert.equal((await fetch(base)).status, 500)
  }
  assert.throws(() => forExpress.signedRedirect({ signer: null, origin: 'https://a.example' }), /instance of Signer/)
})

test('where nothing is said a redirect lasts a minute', async () => {
  const app = express()
  const download = forExpress.signedRedirect({ signer: signer(), origin: 'https://cdn.example.com' })
  app.get('/', (request, response) => download(response, 'a'))
  const before = Math.floor(Date.now() / 1000)
  const response = await fetch(await listen(app), { redirect: 'manual' })
  const expires = Number(new URL(response.headers.get('location')).searchParams.get('Expires'))
  assert.ok(expires >= before + 60 && expires <= Date.now() / 1000 + 61)
})

const FILES = 'https://files.example.com'

/** Both frameworks with a file behind the verifier. */
async function guarded(options) {
  const given = { origin: FILES, ...options }
  const app = express()
  app.use('/files', forExpress.verifySigned(given))
  app.get('/files/*rest', (request, response) => response.json(request.signed))
  app.get('/open', (request, response) => response.end('open'))
  const other = fastify()
  other.register(async (files) => {
    files.register(forFastify.verifySigned, { prefix: '/files', ...given })
    files.get('/files/*', (request) => request.signed)
  })
  other.get('/open', () => 'open')
  return [await listen(app), await listenFastify(other)]
}

test('signed URLs and cookies are let through, and others answered as CloudFront does', async () => {
  const expires = cfsign.expiresIn(60)
  const url = signer().signUrl(`${FILES}/files/a%20b.txt?size=1`, { expires })
  const under = (ipAddress) => new cfsign.Policy(`${FILES}/files/*`, { dateLessThan: expires, ipAddress })
  for (const base of await guarded({ keys: keys() })) {
    const get = (url, headers) => fetch(url.replace(FILES, base), { headers })
    assert.equal(await (await get(`${FILES}/open`)).text(), 'open')
    const allowed = await (await get(url)).json()
    assert.deepEqual([allowed.keyPairId, allowed.credential, allowed.originUrl], [ID, 'url', `${FILES}/files/a%20b.txt?size=1`])
    const cookie = signer().signCookies(under('127.0.0.1')).cookieHeader()
    assert.equal((await (await get(`${FILES}/files/x`, { cookie })).json()).credential, 'cookies')

    for (const [wrong, code] of [
      [`${FILES}/files/a`, 'MissingKey'],
      [url.replace('size=1', 'size=2'), 'AccessDenied'],
      [signer().signUrl(`${FILES}/files/a`, { expires: 1000000000 }), 'AccessDenied'],
      [signer().signUrl(`${FILES}/files/a`, { policy: under('192.0.2.1') }), 'AccessDenied'],
      // Of another host with the same key.
      [signer().signUrl('https://cdn.example.com/files/a', { expires }).replace('https://cdn.example.com', base), 'AccessDenied'],
      [signer().signUrl(`${base}/files/a`, { expires }), 'AccessDenied'],
    ]) {
      const response = await get(wrong)
      assert.equal(response.status, 403, wrong)
      assert.equal(response.headers.get('content-type'), 'text/xml')
      assert.equal(response.headers.get('cache-control'), 'no-store')
      assert.match(await response.text(), new RegExp(`<Code>${code}</Code>`))
    }
  }
})

test('an address with what proxies add to it is an address, and what is none does no harm without a range', async () => {
  const expires = cfsign.expiresIn(60)
  const policy = new cfsign.Policy(`${FILES}/files/*`, { dateLessThan: expires, ipAddress: '192.0.2.0/24' })
  const middleware = forExpress.verifySigned({ keys: keys(), origin: FILES })
  const status = (query, ip) => {
    const response = { writeHead: (status) => ({ end: () => (response.status = status) }) }
    middleware({ originalUrl: `/files/a?${query}`, headers: {}, ip, socket: {} }, response, () => (response.status = 200))
    return response.status
  }
  const inside = ['192.0.2.7', '192.0.2.7:5678', '::ffff:192.0.2.7', '[::ffff:192.0.2.7]:80']
  const outside = ['192.0.3.7', 'unknown', 'fe80::1%eth0', '', undefined]
  const ranged = signer().grant(policy).query
  assert.deepEqual(inside.map((ip) => status(ranged, ip)), inside.map(() => 200))
  assert.deepEqual(outside.map((ip) => status(ranged, ip)), outside.map(() => 403))
  const anywhere = new URL(signer().signUrl(`${FILES}/files/a`, { expires })).search.slice(1)
  assert.deepEqual([...inside, ...outside].map((ip) => status(anywhere, ip)), [...inside, ...outside].map(() => 200))
})

/** The status of a request whose line and Host are as given. */
function raw(base, target, host) {
  return new Promise((resolve, reject) => {
    const { port } = new URL(base)
    const request = http.get({ host: '127.0.0.1', port, path: target, headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    request.on('error', reject)
  })
}

test('neither Host nor a strange target opens anything', async () => {
  const policy = new cfsign.Policy(`${FILES}/files/open/*`, { dateLessThan: cfsign.expiresIn(60) })
  const query = signer().grant(policy).query
  for (const base of await guarded({ keys: keys() })) {
    for (const host of [new URL(base).host, 'files.example.com/files/open', 'files.example.com/files/open/?']) {
      assert.equal(await raw(base, `/files/open/a?${query}`, host), 200)
      assert.equal(await raw(base, `/files/closed?${query}`, host), 403)
      assert.equal(await raw(base, `/files/open/../closed?${query}`, host), 403)
    }
  }
})

test('refusals can be answered in another way, and nothing goes on after them', async () => {
  const asked = []
  const onRefused = (error, request, response) => {
    asked.push(error.kind)
    setTimeout(() => {
      if (response.code) return response.code(418).send('refused')
      response.statusCode = 418
      response.end('refused')
    }, 10)
  }
  const verifier = new cfsign.Verifier(keys())
  for (const base of await guarded({ verifier, onRefused })) {
    const url = signer().signUrl(`${FILES}/files/a`, { expires: cfsign.expiresIn(60) })
    assert.equal((await fetch(url.replace(FILES, base))).status, 200)
    const refused = await fetch(`${base}/files/a`)
    assert.equal(refused.status, 418)
    assert.equal(await refused.text(), 'refused')
  }
  assert.deepEqual(asked, ['not-signed', 'not-signed'])
  const origin = FILES
  assert.throws(() => forExpress.verifySigned({ origin }), /either verifier or keys/)
  assert.throws(() => forExpress.verifySigned({ verifier }), /"origin" argument must be of type string/)
  assert.throws(() => forExpress.verifySigned({ verifier: {}, origin }), /instance of Verifier/)
  assert.throws(() => forExpress.verifySigned({ verifier, origin, onRefused: 1 }), /of type function/)
})
