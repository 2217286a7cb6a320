using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Protocols.Toy;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.AspNetCore.Tests.Protocols;

/// <summary>Protocols that contradict each other keep the gateway from starting, with a sentence that names the culprit.</summary>
public sealed class ProtocolStartTests
{
    [Fact]
    public async Task A_protocol_without_a_route_for_calls_keeps_the_gateway_from_starting() => await AssertRefusedAsync(
        router => router.AddProtocol<Routeless>(), "The protocol 'toy' (", nameof(Routeless), "has no route for calls");

    [Fact]
    public async Task Two_protocols_of_one_name_keep_the_gateway_from_starting() => await AssertRefusedAsync(
        router => router.AddProtocol<ToyCodec>().AddProtocol<Namesake>(), "The protocol 'toy' is implemented by both", nameof(ToyCodec), nameof(Namesake));

    [Fact]
    public async Task Two_protocols_with_one_route_keep_the_gateway_from_starting() => await AssertRefusedAsync(
        router => router.AddProtocol<Squatter>(), "The route POST /v1/messages belongs to both", "'messages'", nameof(Squatter));

    [Fact]
    public async Task A_relative_route_keeps_the_gateway_from_starting() => await AssertRefusedAsync(
        router => router.AddProtocol<Relative>(), "The route 'toy' of the protocol 'toy'", nameof(Relative), "must begin with a slash");

    [Fact]
    public async Task A_name_that_marks_signatures_keeps_the_gateway_from_starting() => await AssertRefusedAsync(
        router => router.AddProtocol<Reserved>(), "The protocol name 'from'", nameof(Reserved), "is reserved");

    [Fact]
    public async Task Halves_that_describe_a_protocol_differently_keep_the_gateway_from_starting() => await AssertRefusedAsync(
        router => router.Services.AddSingleton<IInboundCodec, ToyCodec>().AddSingleton<IOutboundCodec, Renamed>(),
        nameof(ToyCodec),
        nameof(Renamed),
        "describe the protocol 'toy' differently");

    [Fact]
    public async Task A_protocol_may_be_added_twice()
    {
        await using var gateway = await TestGateway.StartAsync(configure: router => router.AddProtocol<ToyCodec>().AddProtocol<ToyCodec>());

        using var response = await gateway.Client.GetAsync(new Uri("/toy/models", UriKind.Relative));
        Assert.True(response.IsSuccessStatusCode);
    }

    private static async Task AssertRefusedAsync(Action<IRouterMaestroBuilder> configure, params string[] words)
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(async () => await TestGateway.StartAsync(configure: configure));

        Assert.All(words, word => Assert.Contains(word, exception.Message, StringComparison.Ordinal));
    }

    private sealed class Routeless : ToyCodec
    {
        public override ProtocolDescription Description { get; } = ToyDescription.Instance with { Routes = [new InboundRoute(InboundOperation.ModelList, "/toy/models")] };
    }

    private sealed class Namesake : ToyCodec
    {
        public override ProtocolDescription Description { get; } = ToyDescription.Instance with { Routes = [new InboundRoute(InboundOperation.Chat, "/elsewhere")] };
    }

    private sealed class Squatter : ToyCodec
    {
        public override ProtocolDescription Description { get; } = ToyDescription.Instance with { Routes = [new InboundRoute(InboundOperation.Chat, "/v1/messages")] };
    }

    private sealed class Relative : ToyCodec
    {
        public override ProtocolDescription Description { get; } = ToyDescription.Instance with { Routes = [new InboundRoute(InboundOperation.Chat, "toy")] };
    }

    private sealed class Renamed : ToyCodec
    {
        public override ProtocolDescription Description { get; } = ToyDescription.Instance with { Protocol = new WireProtocol("toy", "Toy Talk 2", "Toys") };
    }

    private sealed class Reserved : ToyCodec
    {
        public override ProtocolDescription Description { get; } = ToyDescription.Instance with { Protocol = new WireProtocol("from", "From", "Toys") };
    }
}
