import { Agent } from 'node:http';
import { HttpService } from '@nestjs/axios';
import axios, { type AxiosRequestConfig } from 'axios';
import axiosRetry from 'axios-retry';
import CircuitBreaker from 'opossum';
import { lastValueFrom } from 'rxjs';
import { creation, creationPath, thingPath, type Contender, type Target, type Thing } from './contender.js';

/**
 * What most Nest applications have: HttpService with kept-alive connections and a timeout, axios-retry with three
 * retries and its exponential delay, and opossum around each call with the options of its README. No key: nothing in
 * this stack makes one. opossum's timeout ends every call.
 */
export function open({ url, deadlineMs }: Target): Contender {
  const instance = axios.create({
    baseURL: url,
    timeout: deadlineMs,
    httpAgent: new Agent({ keepAlive: true, maxSockets: 64 }),
  });
  axiosRetry(instance, { retries: 3, retryDelay: axiosRetry.exponentialDelay });
  const http = new HttpService(instance);
  const breaker = new CircuitBreaker(
    async (request: AxiosRequestConfig) => (await lastValueFrom(http.request<Thing>(request))).data,
    { timeout: deadlineMs, errorThresholdPercentage: 50, resetTimeout: 30_000 },
  );
  return {
    read: async (id) => (await breaker.fire({ method: 'GET', url: thingPath(id) })).id,
    create: async (name) =>
      (await breaker.fire({ method: 'POST', url: creationPath(name), data: creation(name) })).name,
  };
}
