import { CONTENT_LIMITS, type ImageResponse } from '@kringwijzer/contract';
import { Icon } from '@kringwijzer/ui';
import swap from 'lucide-static/icons/arrow-left-right.svg?raw';
import camera from 'lucide-static/icons/camera.svg?raw';
import bin from 'lucide-static/icons/trash-2.svg?raw';
import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { apiSendFile } from '../data/api.ts';
import { createTask, type Task } from '../data/task.ts';
import { Button } from '../parts/button.tsx';
import { ContentFailure } from './content-failure.tsx';
import { pictureUrl } from './pictures.ts';
import { t } from './words.ts';

const SEND_MS = 60_000;

interface FileButtonProps {
  readonly label: string;
  readonly many?: boolean;
  readonly task: Task<[readonly File[]]>;
}

/** A button that opens the photos or the camera of this device. */
export function FileButton({ label, many, task }: FileButtonProps): JSX.Element {
  const id = useId();
  const busy = task.status.value.state === 'busy';
  return (
    <div class="file-button">
      <input
        id={id}
        class="kw-visually-hidden"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        multiple={many === true}
        disabled={busy}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = ''; // the same photo may be chosen again
          if (files.length > 0) void task.run(files);
        }}
      />
      <label for={id} class="button button-plain" aria-busy={busy}>
        <Icon svg={camera} />
        <span role={busy ? 'status' : undefined}>{busy ? t.value('story.busy') : label}</span>
      </label>
    </div>
  );
}

/** Sends photos to the hub one after the other and gives each on when it is ready. */
export function usePhotoTask(onPhoto: (image: string) => void): Task<[readonly File[]]> {
  const latest = useMemo(() => ({ onPhoto }), []);
  latest.onPhoto = onPhoto;
  return useMemo(
    () =>
      createTask(async (files: readonly File[]) => {
        for (const file of files) {
          const { image } = await apiSendFile<ImageResponse>('/content/photos', file, { timeoutMs: SEND_MS });
          latest.onPhoto(image);
        }
      }),
    [],
  );
}

interface PhotoFieldProps {
  readonly images: readonly string[];
  readonly onChange: (change: (images: readonly string[]) => readonly string[]) => void;
}

/** One or two photos of a story: how it was, what it became. */
export function PhotoField({ images, onChange }: PhotoFieldProps): JSX.Element {
  const most = CONTENT_LIMITS.photos;
  const task = usePhotoTask((image) => onChange((now) => [...now.filter((one) => one !== image), image].slice(-most)));
  return (
    <div class="photo-field">
      {images.length > 0 && (
        <ul class="photo-list">
          {images.map((image, index) => (
            <li key={image} class="photo">
              <img src={pictureUrl(image, 'small')} alt={t.value(index === 0 ? 'story.photo1' : 'story.photo2')} />
              {images.length > 1 && <span class="photo-word">{t.value(index === 0 ? 'story.photo1' : 'story.photo2')}</span>}
              <Button svg={bin} label={t.value('remove')} onClick={() => onChange((now) => now.filter((one) => one !== image))} />
            </li>
          ))}
        </ul>
      )}
      <div class="links">
        {images.length < most && <FileButton label={t.value(images.length === 0 ? 'story.choose' : 'story.chooseMore')} many task={task} />}
        {images.length > 1 && <Button svg={swap} label={t.value('story.swap')} onClick={() => onChange((now) => now.toReversed())} />}
      </div>
      <ContentFailure status={task.status.value} />
    </div>
  );
}
