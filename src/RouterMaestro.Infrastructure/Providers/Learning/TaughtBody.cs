using System.Buffers;
using System.Text;
using System.Text.Json;
using RouterMaestro.Application.Calls;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Infrastructure.Providers.Learning;

/// <summary>Writes a translated body as lessons demand, without reading more than the names of its members.</summary>
internal static class TaughtBody
{
    // the gateway adds these itself, so that the caller loses nothing
    private static readonly HashSet<string> _own = ["stream_options", "stream_options.include_usage", "store", "include"];

    private static readonly Dictionary<string, string> _lossNames = new()
    {
        ["stop_sequences"] = "stop",
        ["reasoning"] = "reasoning_effort",
        ["reasoning.effort"] = "reasoning_effort",
        ["output_config.effort"] = "effort",
    };

    /// <summary>Writes a body again if a lesson concerns it.</summary>
    /// <param name="body">The complete body; it is disposed of if another one is returned.</param>
    /// <param name="lessons">The lessons.</param>
    /// <param name="memory">Counts the memory.</param>
    /// <param name="losses">Receives the names of what is left out.</param>
    /// <returns>The body to send.</returns>
    public static BodyBuffer Apply(BodyBuffer body, IReadOnlyList<Lesson> lessons, MemoryBudget memory, LossSink losses)
    {
        var edits = new Edits(lessons);
        if (!edits.Concern(body.Memory.Span))
        {
            return body;
        }

        var taught = BodyBuffer.Rent(body.Length, memory);
        try
        {
            Write(taught, body.Memory.Span, "", edits, losses);
            taught.Complete();
        }
        catch
        {
            taught.Dispose();
            throw;
        }

        body.Dispose();
        return taught;
    }

    private static void Write(BodyBuffer target, ReadOnlySpan<byte> json, string path, Edits edits, LossSink losses)
    {
        target.Write("{"u8);
        var isFirst = true;
        var scanner = new TopLevelScanner(json);
        while (scanner.Read())
        {
            var name = NameOf(json, scanner);
            var full = path + name;
            if (edits.Omits(full))
            {
                Report(full, losses);
                continue;
            }

            target.Write(isFirst ? "\""u8 : ",\""u8);
            isFirst = false;
            target.Write(Encoding.UTF8.GetBytes(edits.NewNameOf(full) ?? name));
            target.Write("\":"u8);
            if (path.Length == 0 && scanner.Kind == JsonValueKind.Object && edits.Within(full))
            {
                Write(target, scanner.ValueOf(json), full + ".", edits, losses);
            }
            else
            {
                target.Write(scanner.ValueOf(json));
            }
        }

        target.Write("}"u8);
    }

    private static void Report(string path, LossSink losses)
    {
        if (!_own.Contains(path))
        {
            losses.Add(_lossNames.GetValueOrDefault(path, path));
        }
    }

    // the gateway's writers escape no name
    private static string NameOf(ReadOnlySpan<byte> json, in TopLevelScanner scanner) => Encoding.UTF8.GetString(json.Slice(scanner.Key.Start, scanner.Key.Length)).Trim('"');

    private sealed class Edits(IReadOnlyList<Lesson> lessons)
    {
        private readonly HashSet<string> _omitted = [.. lessons.OfType<Lesson.Omit>().Select(lesson => lesson.Path)];
        private readonly Dictionary<string, string> _renamed = lessons.OfType<Lesson.Rename>().DistinctBy(lesson => lesson.Name).ToDictionary(lesson => lesson.Name, lesson => lesson.NewName);

        // what is asked for beside reasoning has no sense without it
        public bool Omits(string path) => _omitted.Contains(path) || (path == "include" && _omitted.Contains("reasoning"));

        public string? NewNameOf(string path) => _renamed.GetValueOrDefault(path);

        public bool Within(string path) => _omitted.Any(omitted => omitted.StartsWith(path + ".", StringComparison.Ordinal));

        public bool Concern(ReadOnlySpan<byte> json)
        {
            var scanner = new TopLevelScanner(json);
            while (scanner.Read())
            {
                var name = NameOf(json, scanner);
                if (Omits(name) || Within(name) || NewNameOf(name) is not null)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
