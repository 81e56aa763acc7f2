import { useNavigate } from '@tanstack/react-router';
import { VendorNewScreen } from '@/features/vendor/vendor-detail';

export default function VendorNew() {
  const navigate = useNavigate();
  return (
    <VendorNewScreen
      onDone={(vendor) => void navigate({ to: '/vendors/$id', params: { id: String(vendor.row.vendor_id) } })}
      onCancel={() => void navigate({ to: '/vendors' })}
    />
  );
}
