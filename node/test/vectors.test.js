'use strict'

const cfsign = require('cfsign')
const { vectorTests } = require('./commonjs/vector_tests.js')

vectorTests(cfsign, 'require')
