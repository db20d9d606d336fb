import web from './fastify.js'

export const { signedCookies, signedRedirect, verifySigned } = web
