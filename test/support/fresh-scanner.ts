import { MetadataScanner } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import { afterAll } from 'vitest';

/**
 * Nest's `Test` remembers every class that it has scanned, for as long as the process lives. Those that a spec defines hold what
 * is around them, whole applications included: some 30 MB for each file of a worker.
 */
afterAll(() => void Reflect.set(Test, 'metadataScanner', new MetadataScanner()));
