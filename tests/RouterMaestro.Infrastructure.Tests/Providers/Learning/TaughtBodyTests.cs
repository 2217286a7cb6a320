using System.Text;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Learning;
using RouterMaestro.Infrastructure.Providers.Servers;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Tests.Providers.Learning;

/// <summary>What becomes of a written body once something is known of its model.</summary>
public sealed class TaughtBodyTests
{
    private readonly LossSink _losses = new();

    [Fact]
    public void Members_go_and_are_named()
    {
        var taught = Apply("""{"model":"m","temperature":0.5,"stop_sequences":["a"],"x":{"temperature":1}}""", new Lesson.Omit("temperature"), new Lesson.Omit("stop_sequences"));

        Assert.Equal("""{"model":"m","x":{"temperature":1}}""", taught);
        Assert.Equal(["temperature", "stop"], _losses.Fields);
    }

    [Fact]
    public void Members_within_a_member_go_alone()
    {
        var taught = Apply("""{"reasoning":{"effort":"high","summary":"auto"},"input":"x"}""", new Lesson.Omit("reasoning.summary"));

        Assert.Equal("""{"reasoning":{"effort":"high"},"input":"x"}""", taught);
        Assert.Equal(["reasoning.summary"], _losses.Fields);
    }

    [Fact]
    public void What_is_asked_for_beside_reasoning_goes_with_it()
    {
        Assert.Equal("""{"input":"x"}""", Apply("""{"reasoning":{"effort":"high"},"include":["reasoning.encrypted_content"],"input":"x"}""", new Lesson.Omit("reasoning")));
        Assert.Equal(["reasoning_effort"], _losses.Fields);
    }

    [Fact]
    public void A_member_gets_another_name_and_nothing_is_lost()
    {
        Assert.Equal("""{"max_completion_tokens":5,"n":1}""", Apply("""{"max_tokens":5,"n":1}""", new Lesson.Rename("max_tokens", "max_completion_tokens")));
        Assert.Empty(_losses.Fields);
    }

    [Fact]
    public void What_the_gateway_added_itself_is_no_loss()
    {
        Assert.Equal("""{"stream":true}""", Apply("""{"stream":true,"stream_options":{"include_usage":true}}""", new Lesson.Omit("stream_options")));
        Assert.Empty(_losses.Fields);
    }

    [Fact]
    public void A_body_that_no_lesson_concerns_stays_the_same_object()
    {
        using var body = BodyBuffer.CopyOf("""{"model":"m","a":{"seed":1}}"""u8);
        Lesson[] lessons = [new Lesson.Omit("seed"), new Lesson.ServedIn(WireProtocol.OpenAIResponses, WithTools: false), new Lesson.OfServer(ServerLesson.StringContent)];

        Assert.Same(body, TaughtBody.Apply(body, lessons, MemoryBudget.Unlimited, _losses));
    }

    private string Apply(string json, params Lesson[] lessons)
    {
        using var taught = TaughtBody.Apply(BodyBuffer.CopyOf(Encoding.UTF8.GetBytes(json)), lessons, MemoryBudget.Unlimited, _losses);
        return Encoding.UTF8.GetString(taught.Memory.Span);
    }
}
