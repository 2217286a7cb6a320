using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Tests.Calls;

public sealed class InboundCallTests
{
    [Fact]
    public void A_call_without_an_id_gets_one_of_its_own()
    {
        var (one, other) = (Call(), Call());

        Assert.Equal(32, one.RequestId.Length);
        Assert.Equal(one.RequestId, one.RequestId);
        Assert.NotEqual(one.RequestId, other.RequestId);
    }

    private static InboundCall Call() => new(new ChatRequest("p/m", [new Message(Role.User, [new TextPart("hi")])]));
}
