import { readSettingsOrEnd } from './settings.ts';

// Ends with 0 where the simulator could start with this environment, else with 78 and a line per fault: for whoever starts
// several programs and wants to say everything that is wrong before anything runs.
readSettingsOrEnd(process.env);
