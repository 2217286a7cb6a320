using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Tests.Replay;

namespace RouterMaestro.Protocols.Tests.Unseen;

/// <summary>A request of a kind that no recording has, made up, and what a provider of another protocol gets of it.</summary>
/// <param name="Direction">The protocols of caller and provider.</param>
/// <param name="Body">The request, without the name of the model.</param>
/// <param name="Place">The place of what matters in the written request, its steps parted by dots.</param>
/// <param name="Expected">What stands there, as JSON; nothing where there is to be nothing.</param>
/// <param name="Losses">What is reported, parted by commas.</param>
internal sealed record UnseenRequest(string Direction, string Body, string Place, string Expected, string Losses = "")
{
    /// <summary>Gets whether the provider is OpenAI itself.</summary>
    public bool IsOpenAI { get; init; }

    /// <summary>Writes the request for the provider: what stands at the place, and what was reported.</summary>
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
