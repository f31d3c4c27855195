import { Module } from '@nestjs/common';
import { systemClock } from './clock.js';

/** Nest token of the `Clock` that the roads go by. */
export const ROAD_CLOCK = Symbol('ROAD_CLOCK');

/** The machine's clock, in one place, so that a test can put its own there. */
@Module({ providers: [{ provide: ROAD_CLOCK, useValue: systemClock }], exports: [ROAD_CLOCK] })
export class ClockModule {}
