using RouterMaestro.Application.Ports;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Application.Tests.Tokens;

/// <summary>The parts of a request that count. A token is a character here.</summary>
public sealed class TokenEstimateTests
{
    private static readonly TokenFamily _gpt = TokenFamilies.Of(new ModelRef("p", "gpt-4o"), framesItems: false);
    private static readonly TokenFamily _claude = TokenFamilies.Of(new ModelRef("p", "claude-sonnet-4-5"), framesItems: false) with { Scale = 1, Message = 4 };
    private static readonly Message _question = User(new TextPart("Hello"));

    [Fact]
    public void A_message_has_a_frame_and_perhaps_a_name()
    {
        Assert.Equal(3 + 4 + 5, Count(_gpt, _question));
        Assert.Equal(3 + 4 + 5 + 1 + 3, Count(_gpt, _question with { Name = "Ann" }));
        Assert.Equal(3 + 4 + 5 + 4 + 5, Count(_gpt, _question, _question));
    }

    [Fact]
    public void All_text_counts()
    {
        ContentPart[] parts =
        [
            new RefusalPart("No, thank you."),
            new DocumentPart(new MediaSource.Text("A text of some length.")) { Title = "Title", Context = "Context" },
            new DocumentPart(new MediaSource.Blocks([new TextPart("In a block.")])),
            new DocumentPart(new MediaSource.Base64("application/pdf", Convert.ToBase64String("/Type /Page /Type/Page /Type /Pages"u8))),
            new DocumentPart(new MediaSource.Url("https://files.example.com/a.pdf")),
            new ImagePart(new MediaSource.Url("https://files.example.com/a.png")),
            new ImagePart(new MediaSource.File("file-1")) { Detail = "low" },
        ];
        int[] sizes = [14, 34, 11, 3000, 1500, 1105, 85];
        Assert.All(parts.Zip(sizes), pair => Assert.Equal(pair.Second, Count(_gpt, User(pair.First)) - Count(_gpt, User())));
    }

    [Fact]
    public void Calls_and_results_count_with_their_names()
    {
        Message[] talk =
        [
            _question,
            new(Role.Assistant, [new ToolCallPart("1", "look", RawJson.Parse("""{"a":1}"""))]),
            User(new ToolResultPart("1", [new TextPart("found")])),
        ];

        Assert.Equal(Count(_gpt, _question) + 7 + 4 + 7 + 6 + 4 + 5, Count(_gpt, talk));
    }

    [Fact]
    public void Claude_reasoning_before_the_last_question_does_not_count()
    {
        var reasoning = new Message(Role.Assistant, [new ReasoningPart("Some reasoning.") { Signature = "mark" }, new ToolCallPart("1", "look", RawJson.EmptyObject)]);
        var result = User(new ToolResultPart("1", [new TextPart("found")]));

        var during = Count(_claude, _question, reasoning, result);
        var after = Count(_claude, _question, reasoning, result, _question);

        Assert.Equal(15, during - Count(_claude, _question, reasoning with { Parts = [reasoning.Parts[1]] }, result));
        Assert.Equal(after, Count(_claude, _question, reasoning with { Parts = [reasoning.Parts[1]] }, result, _question));
    }

    [Fact]
    public void A_deferred_tool_counts_once_it_is_shown_or_called()
    {
        var tool = new Tool.Function("look", "Looks.", RawJson.EmptyObject)
        {
            Extensions = new(WireProtocol.AnthropicMessages, [new ExtensionField("defer_loading", RawJson.Parse("true"))]),
        };
        var call = new Message(Role.Assistant, [new ToolCallPart("1", "look", RawJson.EmptyObject)]);

        var hidden = Count(Request(_question) with { Tools = [tool] }, _claude);
        Assert.Equal(Count(_claude, _question), hidden);
        Assert.True(Count(Request(_question) with { Tools = [tool] }, _claude, new ToolMentions(new HashSet<string> { "look" }, false)) > hidden + _claude.Tools);
        Assert.True(Count(Request(_question, call) with { Tools = [tool] }, _claude) > Count(_claude, _question, call) + _claude.Tools);
    }

    [Fact]
    public void Tools_of_a_provider_count_at_that_provider_alone()
    {
        var request = Request(_question) with
        {
            Tools = [new Tool.BuiltIn("code_execution_20260120", "code_execution") { Extensions = new(WireProtocol.AnthropicMessages, []) }],
        };

        Assert.True(Count(request, _claude) > 4000);
        Assert.Equal(Count(_gpt, _question), Count(request, _gpt));
    }

    [Fact]
    public void Tool_choices_and_schemas_count()
    {
        var plain = Request(_question);

        Assert.Equal(_claude.ForcedCall, Count(plain with { ToolChoice = new ToolChoice.Required() }, _claude) - Count(plain, _claude), 1d);
        Assert.Equal(_gpt.NamedCall + 4, Count(plain with { ToolChoice = new ToolChoice.Specific("look") }, _gpt) - Count(plain, _gpt));
        Assert.Equal(_claude.Reasoning, Count(plain with { Reasoning = new ReasoningSettings(ReasoningMode.Enabled) }, _claude) - Count(plain, _claude));
        Assert.True(Count(plain with { OutputFormat = new OutputFormat.JsonSchema(RawJson.Parse("""{"type":"object"}""")) }, _gpt) > Count(plain, _gpt) + _gpt.Schema);
    }

    [Fact]
    public void Encrypted_reasoning_counts_by_its_length()
    {
        var family = TokenFamilies.Of(new ModelRef("p", "gpt-5"), framesItems: true);
        var encryptedParts = new Message(Role.Assistant, [new ReasoningPart("Summary.") { Signature = new string('x', 2000) }, new ToolCallPart("1", "look", RawJson.EmptyObject)]);

        Assert.Equal(200, Count(family, _question, encryptedParts) - Count(family, _question, encryptedParts with { Parts = [encryptedParts.Parts[1]] }));
    }

    [Fact]
    public void Text_beyond_a_limit_is_extrapolated()
    {
        var tokenizer = new Characters();

        var tokens = Count(Request(User(new TextPart(new string('x', 3_000_000)), new TextPart(new string('y', 1_000_000)))), _gpt, tokenizer: tokenizer);

        Assert.Equal(4_000_000 + 7, tokens);
        Assert.Equal(2_000_000, tokenizer.Seen);
    }

    [Fact]
    public void A_cancelled_count_throws() => Assert.Throws<OperationCanceledException>(
        () => TokenEstimate.Of(Request(_question), _gpt, null, ToolMentions.None, new Characters(), new CancellationToken(canceled: true)));

    private static Message User(params ContentPart[] parts) => new(Role.User, [.. parts]);

    private static ChatRequest Request(params Message[] messages) => new("m", [.. messages]);

    private static int Count(TokenFamily family, params Message[] messages) => Count(Request(messages), family);

    private static int Count(ChatRequest request, TokenFamily family, ToolMentions? mentions = null, Characters? tokenizer = null) =>
        TokenEstimate.Of(request, family, request.Extensions.Protocol is { } owner ? Codecs.All.DescriptionOf(owner) : null, mentions ?? ToolMentions.None, tokenizer ?? new Characters(), CancellationToken.None);

    private sealed class Characters : ITextTokenizer
    {
        public int Seen { get; private set; }

        public int Count(TokenVocabulary vocabulary, ReadOnlySpan<char> text)
        {
            Seen += text.Length;
            return text.Length;
        }
    }
}
