import type { PtzFault } from '@sitecast/contract';

/** A camera that could not be asked or moved, with the closed word for it. Holds nothing the camera said. */
export class PtzError extends Error {
  readonly fault: PtzFault;

  constructor(fault: PtzFault) {
    super(fault);
    this.name = 'PtzError';
    this.fault = fault;
  }
}
