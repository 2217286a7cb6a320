using System.Text;
using RouterMaestro.Protocols.RequestScanning;

namespace RouterMaestro.Protocols.Tests;

public sealed class LastTurnProbeTests
{
    [Theory]
    [InlineData("""[{"role":"user","content":"hi"}]""", true)]
    [InlineData("""[{"role":"user","content":"hi"},{"role":"assistant","content":"ho"}]""", false)]
    [InlineData("""[{"role":"user","content":"hi"},{"role":"tool","tool_call_id":"a","content":"1"}]""", false)]
    [InlineData("""[{"role":"user","content":[{"type":"text","text":"\"tool_result\""}]}]""", true)]
    [InlineData("""[{"role":"user","content":[{"type":"tool_result","tool_use_id":"a"},{"type":"text","text":"x"}]}]""", false)]
    [InlineData("\"hi\"", true)]
    [InlineData("""[{"role":"user","content":"hi"},{"type":"function_call_output","call_id":"a","output":"1"}]""", false)]
    [InlineData("""[{"type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}]""", true)]
    [InlineData("[]", false)]
    [InlineData("", false)]
    public void The_author_of_the_last_message_is_found_in_each_protocol(string conversation, bool isUser) =>
        Assert.Equal(isUser, LastTurnProbe.IsOfUser(Encoding.UTF8.GetBytes(conversation)));
}
