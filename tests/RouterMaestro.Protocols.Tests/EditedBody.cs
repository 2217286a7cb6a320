using System.Text;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Passthrough;

namespace RouterMaestro.Protocols.Tests;

/// <summary>Applies the planned edits to a body, as the relay does.</summary>
internal static class EditedBody
{
    public static RequestTarget Target { get; } =
        new(new("openai", "served-x"), "\"served-x\""u8.ToArray(), new ModelLimits(MaxOutputTokens: 777));

    public static string Rewrite(IInboundCodec inbound, IOutboundCodec outbound, string body, RequestTarget? target = null) =>
        Encoding.UTF8.GetString(Rewrite(inbound, outbound, Encoding.UTF8.GetBytes(body), target));

    public static byte[] Rewrite(IInboundCodec inbound, IOutboundCodec outbound, byte[] body, RequestTarget? target = null)
    {
        var reading = inbound.ReadFacts(body, RequestHints.None);
        Assert.Null(reading.Error);
        var edits = new BodyEdit[RequestTarget.MaxEdits];
        var count = outbound.PlanEdits(body, reading.Facts!, reading.Map, target ?? Target, edits);

        var result = new List<byte>();
        var at = 0;
        foreach (var edit in edits.Take(count))
        {
            Assert.InRange(edit.Range.Start, at, body.Length);
            result.AddRange(body[at..edit.Range.Start]);
            result.AddRange(edit.Replacement.ToArray());
            at = edit.Range.End;
        }

        return [.. result, .. body[at..]];
    }
}
