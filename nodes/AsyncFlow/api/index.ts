export * from './service';
export * from './speech';
export * from './voices';
