export { Gallery as default } from '@/app/gallery/gallery';
