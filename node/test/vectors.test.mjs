import * as cfsign from 'cfsign'
import { vectorTests } from './commonjs/vector_tests.js'

vectorTests(cfsign, 'import')
