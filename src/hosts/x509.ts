// The certificate library's container needs this polyfill before it loads: the one reason why this file exists.
import 'reflect-metadata';

export * from '@peculiar/x509';
