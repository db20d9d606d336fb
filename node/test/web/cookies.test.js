'use strict'
// Cookies that pages set, in real Express and real Fastify: who gets them, when they are renewed, when they go.

const assert = require('node:assert/strict')
const { once } = require('node:events')
const { after, test } = require('node:test')
const express = require('express')
const fastify = require('fastify')
const cfsign = require('cfsign')
const forExpress = require('cfsign/express')
const forFastify = require('cfsign/fastify')
const { keys, signer } = require('./site.js')

const NAMES = ['CloudFront-Policy', 'CloudFront-Signature', 'CloudFront-Key-Pair-Id']
const ALL = ['CloudFront-Expires', ...NAMES, 'CloudFront-Hash-Algorithm']

const stops = []
after(() => Promise.all(stops.map((stop) => stop())))

/** One app of each framework with the same routes; answers with what fetches from it as from app.example.com. */
async function apps(options) {
  const given = {
    signer: signer(),
    origin: 'https://cdn.example.com',
    resource: '/course/*',
    expiresIn: 3600,
    allows: (request) => request.headers.member === 'yes',
    ...options,
  }
  const app = express()
  app.set('trust proxy', true)
  const cookies = forExpress.signedCookies(given)
  app.get('/cached', (request, response, next) => {
    response.set('Cache-Control', 'public, max-age=60').set('Vary', 'Accept').cookie('theme', 'dark')
    next()
  })
  app.use(cookies)
  app.get('/set', (request, response) => {
    cookies.set(request, response)
    response.end()
  })
  app.get('/clear', (request, response) => {
    // As after a session is destroyed: an exception here would end the process.
    setImmediate(() => {
      cookies.clear(request, response)
      response.end()
    })
  })
  app.get('/shared', (request, response) => {
    response.writeHead(200, 'OK', { 'Cache-Control': 'public, s-maxage=600', 'Set-Cookie': ['theme=light', 'a=b'] }).end()
  })
  app.use((request, response) => response.end('page'))
  app.use((error, request, response, next) => response.status(500).end(`${error.name}: ${error.message}`))
  const server = app.listen(0, '127.0.0.1')
  stops.push(() => new Promise((resolve) => server.close(resolve)))

  const other = fastify({ trustProxy: true })
  other.addHook('onRequest', async (request, reply) => {
    if (request.url !== '/cached') return
    reply.headers({ 'cache-control': 'public, max-age=60', vary: 'Accept', 'set-cookie': 'theme=dark; Path=/' })
  })
  other.register(forFastify.signedCookies, given)
  other.get('/set', (request, reply) => reply.setSignedCookies().send())
  other.get('/shared', (request, reply) =>
    reply.headers({ 'cache-control': 'public, s-maxage=600', 'set-cookie': ['theme=light', 'a=b'] }).send(),
  )
  other.get('/clear', (request, reply) => reply.clearSignedCookies().send())
  other.get('*', () => 'page')
  other.setErrorHandler((error, request, reply) => reply.code(500).send(`${error.name}: ${error.message}`))
  await other.listen({ host: '127.0.0.1', port: 0 })
  stops.push(() => other.close())

  const bases = { express: `http://127.0.0.1:${server.address().port}`, fastify: other.listeningOrigin }
  return Object.entries(bases).map(([name, base]) => {
    const get = (path, { host = 'app.example.com', member = 'no', cookie } = {}) => {
      const headers = { 'x-forwarded-host': host, member, ...(cookie && { cookie }) }
      return fetch(base + path, { headers })
    }
    return { name, get }
  })
}

const lines = (response) => response.headers.getSetCookie()
const named = (response) => lines(response).map((line) => line.slice(0, line.indexOf('=')).replace(/^cfsign-.*/, 'cfsign'))
/** What a browser sends after these responses. */
const sent = (...responses) => responses.flatMap(lines).map((line) => line.split(';')[0]).join('; ')
const valueOf = (response, name) => lines(response).find((line) => line.startsWith(`${name}=`)).split(';')[0].slice(name.length + 1)

test('whoever is allowed gets cookies that open what they should, and others nothing', async () => {
  for (const { name, get } of await apps()) {
    const stranger = await get('/')
    assert.deepEqual(lines(stranger), [], name)
    assert.equal(stranger.headers.get('cache-control'), null, name)
    const member = await get('/', { member: 'yes' })
    assert.equal(await member.text(), 'page', name)
    assert.deepEqual(named(member), [...NAMES, 'cfsign'], name)
    assert.ok(lines(member).every((line) => line.endsWith('; Domain=example.com; Path=/; Secure; HttpOnly; SameSite=Lax')), name)
    assert.equal(member.headers.get('cache-control'), 'private', name)
    assert.equal(member.headers.get('vary'), 'Cookie', name)
    const verifier = new cfsign.Verifier(keys())
    const cookies = sent(member)
    assert.equal(verifier.verify('https://cdn.example.com/course/1.ts', { cookies }).resource, 'https://cdn.example.com/course/*')
    assert.throws(() => verifier.verify('https://cdn.example.com/other', { cookies }), { kind: 'resource-mismatch' })
  }
})

test('they are renewed before they end, and where anything about them changed', async () => {
  const now = Date.now
  for (const { name, get } of await apps({ renewBefore: 600 })) {
    const cookie = sent(await get('/', { member: 'yes' }))
    assert.deepEqual(lines(await get('/', { member: 'yes', cookie })), [], name)
    try {
      Date.now = () => now() + 2990_000
      assert.deepEqual(lines(await get('/', { member: 'yes', cookie })), [], name)
      Date.now = () => now() + 3001_000
      assert.deepEqual(named(await get('/', { member: 'yes', cookie })), [...NAMES, 'cfsign'], name)
    } finally {
      Date.now = now
    }
    for (const changed of [cookie.replace(/(cfsign-[\w-]+)=\d/, '$1=9'), cookie.replace(/(cfsign-[\w-]+)=.*/, '$1=x'), cookie.replace('cfsign', 'other')]) {
      assert.deepEqual(named(await get('/', { member: 'yes', cookie: changed })), [...NAMES, 'cfsign'], name)
    }
    // From another host the Domain would be another.
    assert.deepEqual(named(await get('/', { member: 'yes', cookie, host: 'cdn.example.com' })), [...NAMES, 'cfsign'], name)
  }
})

test('who is not allowed any longer loses them all, with the same Domain', async () => {
  for (const { name, get } of await apps()) {
    const cookie = sent(await get('/', { member: 'yes' }))
    for (const response of [await get('/', { cookie }), await get('/clear'), await get('/clear', { member: 'yes' })]) {
      assert.deepEqual(named(response).sort(), [...ALL, 'cfsign'].sort(), name)
      assert.ok(lines(response).every((line) => /; Max-Age=0/.test(line)), name)
      assert.ok(lines(response).every((line) => line.includes('Domain=example.com')), name)
    }
  }
})

test('a handler sets them where somebody signs in; what the browser has of others is removed', async () => {
  for (const { name, get } of await apps()) {
    const cookie = 'CloudFront-Expires=1; CloudFront-Hash-Algorithm=SHA256; theme=dark'
    for (const member of ['yes', 'no']) {
      const response = await get('/set', { member, cookie })
      assert.deepEqual(named(response).sort(), [...ALL, 'cfsign'].sort(), name)
    }
  }
})

test('several in one app are for several folders, and do not get in each other\'s way', async () => {
  const given = { signer: signer(), origin: 'https://cdn.example.com', expiresIn: 3600, allows: () => true, appHost: 'app.example.com' }
  const folders = ['/a', '/b'].map((path) => ({ ...given, resource: `${path}/*`, cookies: { path } }))
  const app = express()
  for (const options of folders) app.use(forExpress.signedCookies(options))
  app.get('/', (request, response) => response.end())
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => new Promise((resolve) => server.close(resolve)))
  const other = fastify()
  for (const options of folders) other.register(forFastify.signedCookies, options)
  other.get('/', () => '')
  await other.listen({ host: '127.0.0.1', port: 0 })
  stops.push(() => other.close())
  for (const base of [`http://127.0.0.1:${server.address().port}`, other.listeningOrigin]) {
    const get = (cookie) => fetch(base, { headers: { ...(cookie && { cookie }) } })
    const first = await get()
    assert.deepEqual(named(first), [...NAMES, 'cfsign', ...NAMES, 'cfsign'])
    assert.equal(lines(first).filter((line) => /; Path=\/[ab];/.test(line)).length, 6)
    assert.deepEqual(lines(await get(sent(first))), [])
  }
})

test('cookies and caching of the application stay, but for what would share the cookies', async () => {
  for (const { name, get } of await apps()) {
    const response = await get('/cached', { member: 'yes' })
    assert.deepEqual(named(response), ['theme', ...NAMES, 'cfsign'], name)
    assert.equal(response.headers.get('cache-control'), 'private, max-age=60', name)
    assert.equal(response.headers.get('vary'), 'Accept, Cookie', name)
    // What a handler says later undoes nothing.
    const shared = await get('/shared', { member: 'yes' })
    assert.deepEqual(named(shared), ['theme', 'a', ...NAMES, 'cfsign'], name)
    assert.equal(shared.headers.get('cache-control'), 'private', name)
    assert.equal((await get('/shared')).headers.get('cache-control'), 'public, s-maxage=600', name)
  }
})

test('a host that cannot share cookies shows its pages, and says why once', async () => {
  const warnings = []
  const listen = (warning) => warnings.push(warning)
  process.on('warning', listen)
  for (const { name, get } of await apps()) {
    for (let i = 0; i < 3; i++) {
      const response = await get('/', { member: 'yes', host: 'localhost' })
      assert.equal(await response.text(), 'page', name)
      assert.deepEqual(lines(response), [], name)
    }
    for (const path of ['/set', '/clear']) {
      const response = await get(path, { member: 'yes', host: '10.0.0.1' })
      assert.equal(response.status, 200, name)
      assert.deepEqual(lines(response), [], name)
    }
  }
  process.off('warning', listen)
  assert.equal(warnings.filter(({ message }) => /signed cookies are not set: .*(share no domain|no parent domain)/.test(message)).length, 4)
})

test('the resource may depend on the request, the answer on a promise, and errors reach the framework', async () => {
  const options = {
    resource: (request) => `/users/${request.headers.host.split('.')[0].split(':')[0]}/*`,
    allows: async (request) => {
      if (request.headers.member === 'broken') throw new RangeError('no database')
      return request.headers.member === 'yes'
    },
    cookies: { path: '/users', sameSite: 'None', maxAge: 60 },
    appHost: 'www.example.com',
  }
  for (const { name, get } of await apps(options)) {
    const response = await get('/', { member: 'yes', host: 'internal' })
    assert.ok(lines(response)[0].endsWith('; Domain=example.com; Path=/users; Max-Age=60; Secure; HttpOnly; SameSite=None'), lines(response)[0])
    assert.match(cfsign.base64Decode(valueOf(response, 'CloudFront-Policy')).toString(), /com\/users\/127\/\*/, name)
    const broken = await get('/', { member: 'broken' })
    assert.equal(await broken.text(), 'RangeError: no database', name)
  }
})

test('wrong options are errors when the server starts', () => {
  const good = { signer: signer(), origin: 'https://cdn.example.com', resource: '/*', expiresIn: 60, allows: () => true }
  forExpress.signedCookies({ ...good, origin: 'https://cdn.example.com/' })
  for (const [wrong, message] of [
    [{ signer: 'key' }, /"signer" argument must be an instance of Signer/],
    [{ origin: 'cdn.example.com' }, /scheme and host of the distribution/],
    [{ origin: 'https://cdn.example.com/path' }, /scheme and host of the distribution/],
    [{ origin: 'ftp://cdn.example.com' }, /scheme and host of the distribution/],
    [{ resource: 'course/*' }, /must begin with "\/"/],
    [{ resource: 'https://other.example.com/*' }, /must begin with "\/"/],
    [{ resource: '/with space' }, /%20/],
    [{ expiresIn: -1 }, /whole number/],
    [{ expiresIn: undefined }, /of type number/],
    [{ allows: true }, /"allows" argument must be of type function/],
    [{ cookies: { sameSite: 'lax' } }, /sameSite/],
    [{ cookie: {} }, /no option "cookie"/],
    [{ cookies: { sameSite: 'None', secure: false } }, /needs Secure/],
    [{ renewBefore: 60 }, /renewBefore must be less than expiresIn/],
  ]) {
    assert.throws(() => forExpress.signedCookies({ ...good, ...wrong }), { message }, JSON.stringify(wrong))
  }
})
