using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.Replay;

namespace RouterMaestro.Protocols.Tests.Unseen;

/// <summary>A made-up request of a kind that no recording has, and the expected request for a provider of another protocol.</summary>
/// <param name="Direction">The protocols of caller and provider.</param>
/// <param name="Body">The request, without the name of the model.</param>
/// <param name="Place">The path of the checked value in the written request, separated by dots.</param>
/// <param name="Expected">The value, as JSON; empty if it must be absent.</param>
/// <param name="Losses">The reported losses, separated by commas.</param>
internal sealed record UnseenRequest(string Direction, string Body, string Place, string Expected, string Losses = "")
{
    /// <summary>Gets a value indicating whether the provider is OpenAI itself.</summary>
    public bool IsOpenAI { get; init; }

    /// <summary>Writes the request for the provider; returns the value at the path and the losses.</summary>
    public (string There, string Losses) Forward()
    {
        var losses = new LossSink();
        var (caller, provider) = (Direction.Split('→')[0], Direction.Split('→')[1]);
        var request = JsonNode.Parse(Body)!.AsObject();
        request["model"] = "m";
        var written = new Hop(WireProtocol.Find(caller)!, WireProtocol.Find(provider)!).Forward(Encoding.UTF8.GetBytes(request.ToJsonString()), losses, IsOpenAI);
        JsonNode? there = PlainJson.Object(written);
        foreach (var step in Place.Split('.'))
        {
            there = int.TryParse(step, out var at) ? there?[at] : there?[step];
        }

        return (there is null ? "" : PlainJson.Canonical(there), string.Join(',', losses.Fields));
    }
}
