import { readConfigOrEnd } from './configuration.ts';

// Ends with 0 where the recorder could start with this environment, else with 78 and a line per fault: for whoever starts
// several programs and wants to say everything that is wrong before anything runs.
readConfigOrEnd(process.env);
