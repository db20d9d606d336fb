// The middleware in programs with the strictest settings, beside the frameworks' own types.

import express, { type ErrorRequestHandler, type Request } from 'express'
import fastify from 'fastify'
import 'express-session'
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { Signer, Verifier, generateKeyPair } from 'cfsign'
import { signedCookies, signedRedirect, verifySigned } from 'cfsign/express'
import * as plugins from 'cfsign/fastify'

declare module 'express-session' {
  interface SessionData {
    member: string
  }
}

const { privateKey, publicKey } = generateKeyPair()
const signer = Signer.fromPem(privateKey, { keyPairId: 'K2JCJMDEHXQW5F' })
const place = { signer, origin: 'https://cdn.example.com' }
const guard = { origin: 'https://files.example.com' }
const keys = { K2JCJMDEHXQW5F: publicKey }

test('Express', () => {
  const app = express()
  const cookies = signedCookies({
    ...place,
    resource: (request: Request) => `/users/${request.params['id']}/*`,
    expiresIn: 3600,
    allows: async (request) => request.session.member !== undefined,
    cookies: { sameSite: null, maxAge: undefined },
  })
  const download = signedRedirect({ ...place, expiresIn: 30 })
  app.use(cookies)
  app.get('/set', (request, response) => cookies.set(request, response))
  app.get('/clear', (request, response) => cookies.clear(request, response))
  app.get('/file', (_request, response) => download(response, 'a/b.pdf', { downloadAs: 'b.pdf', query: { v: '1' } }))
  app.use('/files', verifySigned({ ...guard, keys }), (request, response) => {
    response.end(request.signed?.originUrl)
  })
  const refused: ErrorRequestHandler = (error, _request, response, _next) => response.end(String(error))
  app.use(verifySigned({ ...guard, verifier: new Verifier(keys), onRefused: refused }))
  // @ts-expect-error seconds are a number
  assert.throws(() => signedCookies({ ...place, resource: '/*', expiresIn: '3600', allows: () => true }))
  // @ts-expect-error somebody has to say who
  assert.throws(() => signedCookies({ ...place, resource: '/*', expiresIn: 3600 }))
})

test('Fastify', async () => {
  const app = fastify()
  app.register(plugins.signedCookies, {
    ...place,
    resource: '/course/*',
    expiresIn: 3600,
    allows: (request) => request.headers['member'] !== undefined,
  })
  app.register(plugins.signedRedirect, place)
  app.register(plugins.verifySigned, { ...guard, keys, onRefused: (error, _request, reply) => reply.code(403).send(error.message) })
  app.get('/set', (_request, reply) => reply.setSignedCookies().clearSignedCookies().send())
  app.get('/file', (_request, reply) => reply.signedRedirect('a/b.pdf', { showAs: 'b.pdf' }))
  app.get('/', (request) => request.signed?.originUrl)
  await app.ready()
  await app.close()
  // @ts-expect-error there is no such plugin
  assert.equal(plugins.signedCookie, undefined)
})
