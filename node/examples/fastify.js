'use strict'
// A site with Fastify: members see a gallery whose files CloudFront guards, and download a report.

const fastify = require('fastify')
const cfsign = require('cfsign/fastify')
const { gallery, login } = require('./pages.js')

/** `signer` and `origin` are of the distribution, `secret` is for the sessions. */
async function createApp({ signer, origin, secret, secure = true }) {
  const app = fastify({ trustProxy: 'loopback' })
  await app.register(require('@fastify/formbody'))
  await app.register(require('@fastify/cookie'))
  await app.register(require('@fastify/session'), { secret, cookie: { secure, sameSite: 'lax' }, saveUninitialized: false })

  await app.register(cfsign.signedCookies, {
    signer,
    origin,
    resource: '/gallery/*',
    expiresIn: 8 * 3600,
    allows: (request) => request.session.member !== undefined,
    cookies: { secure },
  })
  await app.register(cfsign.signedRedirect, { signer, origin })

  app.get('/', (request, reply) => reply.type('text/html').send(request.session.member ? gallery(origin) : login()))
  app.post('/login', (request, reply) => {
    request.session.member = request.body.name
    return reply.setSignedCookies().redirect('/', 303)
  })
  app.post('/logout', async (request, reply) => {
    await request.session.destroy()
    return reply.clearSignedCookies().redirect('/', 303)
  })
  app.get('/report', (request, reply) => {
    if (!request.session.member) return reply.code(403).send()
    return reply.signedRedirect('reports/Q3 & more.txt', { downloadAs: 'Third quarter.txt' })
  })
  return app
}

module.exports = { createApp }
