export { type NodeThreadPool, type ThreadPoolOptions, threadPool, usualThreads } from './thread-pool.js';
