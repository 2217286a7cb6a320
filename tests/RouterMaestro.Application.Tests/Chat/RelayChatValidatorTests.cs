using CsCheck;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Messaging;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Protocols.OpenAI.Chat;

namespace RouterMaestro.Application.Tests.Chat;

/// <summary>The check of the relay path and the validator agree, so that skipping the validator changes nothing.</summary>
public sealed class RelayChatValidatorTests
{
    private static readonly RelayChatValidator _validator = new();

    private static readonly string[] _names = ["", " ", "\t\r\n", "\u00a0", "\u2003", "\u200b", "x", " x ", "a/b"];

    private static readonly Gen<(string Model, int Messages, int Hops)> _calls = Gen.Select(
        Gen.OneOf(Gen.Int[0, _names.Length - 1].Select(i => _names[i]), Gen.String[0, 3]),
        Gen.Int[-2, 3],
        Gen.OneOf(Gen.Int[-1, InboundCall.MaxHops + 2], Gen.Int));

    [Fact]
    public void The_quick_check_accepts_exactly_the_calls_that_the_validator_accepts() => _calls.Sample(
        c =>
        {
            using var call = new InboundCall(
                new OpenAIChatCodec(), BodyBuffer.CopyOf("{}"u8), new RequestFacts(c.Model) { MessageCount = c.Messages }, default)
            { Hops = c.Hops };
            var request = new RelayChat(call);
            return ((IPrechecked)request).IsKnownValid == _validator.Validate(request).IsValid;
        },
        iter: 20_000);

    [Theory]
    [InlineData("m", 1, 0, true)]
    [InlineData("m", 1, InboundCall.MaxHops, true)]
    [InlineData("m", 1, InboundCall.MaxHops + 1, false)]
    [InlineData("m", 0, 0, false)]
    [InlineData(" ", 1, 0, false)]
    public void Both_accept_valid_calls_only(string model, int messages, int hops, bool isValid)
    {
        using var call = new InboundCall(
            new OpenAIChatCodec(), BodyBuffer.CopyOf("{}"u8), new RequestFacts(model) { MessageCount = messages }, default)
        { Hops = hops };
        var request = new RelayChat(call);

        Assert.Equal(isValid, ((IPrechecked)request).IsKnownValid);
        Assert.Equal(isValid, _validator.Validate(request).IsValid);
    }
}
