using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Tests.Protocols.Toy;

/// <summary>Describes the toy protocol.</summary>
public static class ToyDescription
{
    public static WireProtocol Protocol { get; } = new("toy", "Toy Talk", "Toys");

    public static ProtocolDescription Instance { get; } = new(
        Protocol, Path: "/ask", KeyHeader: "toy-key", KeyPrefix: "", new RateLimitNaming("toy-ratelimit-", IsFigureFirst: false, ResetsAtTime: false))
    {
        ModelList = new ToyModelList(),
        Routes = InboundRoute.Under(
            ["/toy"],
            new InboundRoute(InboundOperation.Chat, "/ask/{**model}") { Stream = false },
            new InboundRoute(InboundOperation.Chat, "/stream/{**model}") { Stream = true },
            new InboundRoute(InboundOperation.TokenCount, "/count/{**model}"),
            new InboundRoute(InboundOperation.ModelList, "/models"),
            new InboundRoute(InboundOperation.Model, "/models/{**model}")),
        InboundPaths = ["/toy"],
        ConversationMember = "say",
        FindPath = static (model, stream) => $"/{(stream ? "stream" : "ask")}/{Uri.EscapeDataString(model)}",
        ForwardedPrefixes = ["toy-"],
        RequestIdHeaders = ["toy-request"],
        WriteCount = static (json, tokens) =>
        {
            json.WriteStartObject();
            json.WriteNumber("tokens", tokens);
            json.WriteEndObject();
        },
    };
}
