import { Module } from '@nestjs/common';
import { ClockModule, ROAD_CLOCK } from '../clock.module.js';
import type { Clock } from '../clock.js';
import { OutboundMetricsModule } from '../metrics/outbound-metrics.module.js';
import { OutboundMetrics } from '../metrics/outbound-metrics.js';
import { CircuitPruning } from './circuit-pruning.js';
import { CircuitRecords } from './circuit-records.js';
import { CircuitsController } from './circuits.controller.js';
import { CircuitsService } from './circuits.service.js';
import { Circuits } from './circuits.js';

/** The circuits of this process, and what it shares of them with the other replicas and with people. */
@Module({
  imports: [ClockModule, OutboundMetricsModule],
  controllers: [CircuitsController],
  providers: [
    { provide: Circuits, useFactory: observedCircuits, inject: [ROAD_CLOCK, OutboundMetrics] },
    CircuitRecords,
    CircuitsService,
    CircuitPruning,
  ],
  exports: [Circuits, CircuitsService],
})
export class CircuitsModule {}

function observedCircuits(clock: Clock, metrics: OutboundMetrics): Circuits {
  const circuits = new Circuits({ clock });
  circuits.onStateChange((change) => {
    // Whoever made the change counts it; all others would count it once more.
    if (!change.adopted) metrics.circuitChanged(change);
  });
  metrics.observeCircuits(() =>
    circuits.providers().map((provider) => ({ provider, state: circuits.worstState(provider) })),
  );
  return circuits;
}
