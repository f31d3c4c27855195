import { pathToFileURL } from 'node:url';
import type { Type } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { ApiModule } from '../api.module.js';
import type { ApiClass } from '../define-api.js';
import type { House } from './named-checks.js';

/**
 * Brings the described APIs that a product's file exports into a house that has opened without them.
 * @param file its whole path
 * @returns the house with them in it: what has opened before does not see what has come later
 * @throws Error when the file exports none
 */
export async function withDescribed(house: House, file: string): Promise<House> {
  const exported: object = await import(pathToFileURL(file).href);
  const apis = Object.values(exported).filter(isApiClass);
  if (apis.length === 0) throw new Error(`${file} exports no class of defineApi().`);
  const loader = house.get(LazyModuleLoader, { strict: false });
  let grown = house;
  for (const api of apis) grown = await loader.load(() => ApiModule.for(api));
  return grown;
}

function isApiClass(exported: unknown): exported is ApiClass & Type {
  if (typeof exported !== 'function' || !('api' in exported)) return false;
  const { api } = exported;
  return typeof api === 'object' && api !== null && 'operations' in api && 'name' in api;
}
