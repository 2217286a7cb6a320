using RouterMaestro.Testing.Wire;

namespace RouterMaestro.Testing.Rendering;

/// <summary>Changes how a reply's bytes are spread over time and writes, not what they are.</summary>
internal static class Pacing
{
    /// <summary>Cuts every waiting into intervals, with a sign of life after each that is not the waiting's end.</summary>
    public static IEnumerable<ReplyAct> KeepAlive(IEnumerable<ReplyAct> acts, TimeSpan interval, RenderContext context)
    {
        var sign = context.IsMessages ? "event: ping\ndata: {\"type\": \"ping\"}\n\n"u8.ToArray() : ": keep-alive\n\n"u8.ToArray();
        foreach (var act in acts)
        {
            if (act is not ReplyAct.Wait wait || interval == TimeSpan.Zero)
            {
                yield return act;
                continue;
            }

            var left = wait.Duration;
            for (; left is null || left > interval; left -= interval)
            {
                yield return new ReplyAct.Wait(interval);
                yield return new ReplyAct.Send(sign);
            }

            yield return new ReplyAct.Wait(left);
        }
    }

    /// <summary>Cuts what is sent into chunks of the sizes, of which the last holds for the rest.</summary>
    public static IEnumerable<ReplyAct> Chunk(IEnumerable<ReplyAct> acts, IReadOnlyList<int> sizes)
    {
        var count = 0;
        foreach (var act in acts)
        {
            if (act is not ReplyAct.Send { Bytes: { Length: > 0 } bytes } send)
            {
                yield return act;
                continue;
            }

            while (bytes.Length > 0)
            {
                var size = Math.Min(bytes.Length, sizes[Math.Min(count++, sizes.Count - 1)]);
                yield return new ReplyAct.Send(bytes[..size]) { Counted = size == bytes.Length ? send.Counted : null };
                bytes = bytes[size..];
            }
        }
    }
}
