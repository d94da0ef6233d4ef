export { seededRandom } from './random.js';
export { type SimulatedTime, simulatedTime } from './simulated-time.js';
