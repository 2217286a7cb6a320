using System.Text.Json.Nodes;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Passes a stream through as passthrough does: the same frames, except for the model.</summary>
internal static class TappedStream
{
    /// <summary>Passes a stream through up to its terminal.</summary>
    public static (byte[] Passed, bool IsOver) Pass(byte[] stream, IStreamTap tap, byte[] quotedModel, params int[] pieces)
    {
        var output = new List<byte>();
        var (frames, left) = SseFrames.Read(stream, pieces);
        var isOver = false;
        foreach (var frame in frames.TakeWhile(_ => !isOver))
        {
            var verdict = frame.DataOffset == 0
                ? default
                : tap.Inspect(System.Text.Encoding.UTF8.GetBytes(frame.Event), System.Text.Encoding.UTF8.GetBytes(frame.Data));
            Assert.True(tap.Edits.IsEmpty || LacksIndex(frame.Data), $"nothing needs a repair in {frame.Data}");
            isOver = verdict.IsTerminal || verdict.IsFailure;
            if (verdict.Model.IsEmpty || verdict.IsWithheld)
            {
                output.AddRange(verdict.IsWithheld ? [] : frame.Raw);
                continue;
            }

            Assert.True(frame.DataOffset > 0, "recordings have their data on one line");
            var start = frame.DataOffset + verdict.Model.Start;
            output.AddRange([.. frame.Raw[..start], .. quotedModel, .. frame.Raw[(start + verdict.Model.Length)..]]);
        }

        return ([.. output, .. isOver ? [] : left], isOver);
    }

    /// <summary>Returns true for the calls of Mistral, which have no index (recording mistral-tool-call).</summary>
    private static bool LacksIndex(string chunk) =>
        JsonNode.Parse(chunk)!["choices"]![0]!["delta"]!["tool_calls"] is JsonArray calls && calls.All(call => call!["index"] is null);
}
