using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>The result of one file in one direction.</summary>
/// <param name="File">The file.</param>
/// <param name="Direction">The direction.</param>
/// <param name="Side">The replayed side: requests, responses or dialogues.</param>
/// <param name="Difference">The first difference; null if there is none.</param>
internal sealed record ReplayScore(string File, Hop Direction, string Side, string? Difference)
{
    private static readonly Lazy<IReadOnlyList<ReplayScore>> _all = new(() => [.. Measure()]);

    /// <summary>Gets the scores of every file in every direction that applies to it.</summary>
    public static IReadOnlyList<ReplayScore> All => _all.Value;

    public override string ToString() => $"{Direction} {Side} {File}: {Difference ?? "kept"}";

    private static IEnumerable<ReplayScore> Measure()
    {
        foreach (var file in ReplayedRecording.All.GroupBy(r => r.Recording.File))
        {
            foreach (var calls in file.GroupBy(r => r.Protocol))
            {
                foreach (var other in WireProtocol.All)
                {
                    yield return new(file.Key, new(other, calls.Key), "answers", FirstOf(calls, r => ReplayedHop.Response(r, other)));
                    var requests = calls.Where(r => r.Request is not null).ToList();
                    if (requests.Count > 0)
                    {
                        yield return new(file.Key, new(calls.Key, other), "requests", FirstOf(requests, r => ReplayedHop.Request(r, other)));
                    }

                    if (requests.Count > 1 && other != calls.Key)
                    {
                        yield return new(file.Key, new(other, calls.Key), "dialogues", FirstOf([requests], d => new ReplayedDialogue(other, d).Replay()));
                    }
                }
            }
        }
    }

    private static string? FirstOf<T>(IEnumerable<T> items, Func<T, string?> replay)
    {
        foreach (var item in items)
        {
            try
            {
                if (replay(item) is { } difference)
                {
                    return $"{(item is ReplayedRecording r ? $"#{r.Recording.Index} " : "")}{difference}";
                }
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                return $"{item} {exception.GetType().Name}: {exception.Message} {exception.StackTrace?.Split('\n').FirstOrDefault(l => l.Contains("Replay", StringComparison.Ordinal))}";
            }
        }

        return null;
    }
}
