namespace RouterMaestro.Architecture.Tests.Sources;

public sealed class ProtocolTests
{
    [Fact]
    public void No_code_outside_its_home_asks_for_a_particular_protocol() => Violations.None(ProtocolRules.Comparisons(SourceFile.In("src", ".cs")));

    [Theory]
    [InlineData("return protocol == WireProtocol.OpenAIChat;", true)]
    [InlineData("return WireProtocol.AnthropicMessages != protocol;", true)]
    [InlineData("_ when protocol == WireProtocol.OpenAIChat => 1,", true)]
    [InlineData("WireProtocol.OpenAIChat => 1,", true)]
    [InlineData("if (card.Protocols.Contains(WireProtocol.OpenAIResponses))", true)]
    [InlineData("if (card.Protocols.Any(p => p != WireProtocol.AnthropicMessages))", true)]
    [InlineData("case WireProtocol.OpenAIChat:", true)]
    [InlineData("var type = new ProviderType(\"openai\", [WireProtocol.OpenAIChat, WireProtocol.OpenAIResponses]);", false)]
    [InlineData("return protocol == description.Protocol;", false)]
    [InlineData("var known = WireProtocol.Find(name);", false)]
    public void Question_for_a_particular_protocol_is_found(string line, bool found)
    {
        var said = ProtocolRules.Comparisons([new SourceFile("src/RouterMaestro.Domain/A.cs", line)]);

        Assert.Equal(found, said.Any());
    }

    [Fact]
    public void No_code_uses_the_folder_of_another_protocol() => Violations.None(ProtocolRules.ForeignFolders(SourceFile.In("src", ".cs")));

    [Theory]
    [InlineData("src/RouterMaestro.Application/A.cs", "using RouterMaestro.Protocols.Anthropic;", true)]
    [InlineData("src/RouterMaestro.Protocols/Json/A.cs", "using RouterMaestro.Protocols.OpenAI.Chat.Wire;", true)]
    [InlineData("src/RouterMaestro.Protocols/Anthropic/Requests/A.cs", "using RouterMaestro.Protocols.OpenAI.Chat.Wire;", true)]
    [InlineData("src/RouterMaestro.Protocols/OpenAI/Chat/A.cs", "using RouterMaestro.Protocols.OpenAI.Responses.Wire;", true)]
    [InlineData("src/RouterMaestro.Protocols/OpenAI/Chat/A.cs", "using RouterMaestro.Protocols.OpenAI.Chat.Wire;", false)]
    [InlineData("src/RouterMaestro.Protocols/OpenAI/Chat/A.cs", "using RouterMaestro.Protocols.OpenAI.Shared;", false)]
    [InlineData("src/RouterMaestro.Protocols/Anthropic/A.cs", "using RouterMaestro.Protocols.Anthropic.Wire;", false)]
    [InlineData("src/RouterMaestro.Application/DependencyInjection/RouterMaestroCoreExtensions.cs", "using RouterMaestro.Protocols.Anthropic;", false)]
    public void Use_of_a_protocols_folder_is_found(string path, string line, bool found) =>
        Assert.Equal(found, ProtocolRules.ForeignFolders([new SourceFile(path, line)]).Any());

    [Theory]
    [InlineData("src/RouterMaestro.Protocols/A.cs")]
    [InlineData("src/RouterMaestro.Testing/A.cs")]
    [InlineData("src/RouterMaestro.Cli/Demo/A.cs")]
    public void Home_of_protocols_may_ask(string path) =>
        Assert.Empty(ProtocolRules.Comparisons([new SourceFile(path, "return protocol == WireProtocol.OpenAIChat;")]));
}
