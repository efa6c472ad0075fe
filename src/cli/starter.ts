/** What `empanel init` writes: forty short answers, some of them wrong, and a panel that judges them. */
export const starter: Readonly<Record<string, string>> = {
  'promptfooconfig.yaml': `# One file for promptfoo and for empanel: promptfoo reads the keys above "empanel:", empanel reads all of them.
description: Short answers, judged by a panel

prompts: ['{{answer}}'] # what is judged: here the recorded answer of each row
providers: [echo] #        name models here, and their replies are sampled and judged instead
tests: file://answers.csv

empanel:
  rubric: file://rubric.yaml
  judges:
    - { id: luna, model: openai:gpt-6-luna, effort: none, temperature: [0.3, 1.0], samples: 2 }
    - { id: haiku, model: anthropic:claude-haiku-4-5, samples: 1 }
  rule: majority
  quorum: { atLeast: 3 } # fewer ballots than this decide nothing
  limits: { concurrency: 20, usd: 1.00 }
  rehearsal: # the simulated judges of "empanel run --rehearse": no key, no cost
    judges:
      luna: { error: 0.12 }
      haiku: { error: 0.08 }
`,
  'rubric.yaml': `name: short-answer
description: Is a short answer right?
inputs: [question] # the columns that a judge sees beside the answer
criteria:
  - id: correct
    scale: { kind: nominal, labels: [pass, fail] }
    gold: correct # the column that holds the right verdict
    instructions: |
      Pass if the answer is right, in whatever words. Fail if anything that it claims is wrong.
    levels:
      pass: Right in all that it claims.
      fail: Wrong in at least one claim.
`,
  'answers.csv': `id,question,answer,correct
q01,What is the capital of Portugal?,Lisbon is the capital of Portugal.,pass
q02,What is the capital of Australia?,The capital of Australia is Sydney.,fail
q03,How many legs does a spider have?,A spider has eight legs.,pass
q04,"At what temperature does water boil at sea level, in Celsius?",Water boils at 100 degrees Celsius at sea level.,pass
q05,Which planet is closest to the sun?,Venus is the planet closest to the sun.,fail
q06,What is 17 times 6?,17 times 6 is 102.,pass
q07,What is 144 divided by 9?,144 divided by 9 is 18.,fail
q08,Which gas do plants take in for photosynthesis?,Plants take in carbon dioxide.,pass
q09,Who wrote Pride and Prejudice?,Jane Austen wrote Pride and Prejudice.,pass
q10,Who painted the Mona Lisa?,The Mona Lisa was painted by Michelangelo.,fail
q11,What is the largest ocean?,The Pacific is the largest ocean.,pass
q12,How many minutes are there in three hours?,There are 180 minutes in three hours.,pass
q13,What is the chemical symbol for gold?,The symbol for gold is Au.,pass
q14,What is the chemical symbol for iron?,The symbol for iron is Ir.,fail
q15,Which language has the word 'bonjour'?,'Bonjour' is French.,pass
q16,What is the square root of 169?,The square root of 169 is 13.,pass
q17,How many sides does a heptagon have?,A heptagon has six sides.,fail
q18,Which organ pumps blood through the body?,The heart pumps blood through the body.,pass
q19,What is the capital of Canada?,Toronto is the capital of Canada.,fail
q20,What is the freezing point of water in Fahrenheit?,Water freezes at 32 degrees Fahrenheit.,pass
q21,How many letters are there in the English alphabet?,There are 26 letters in the English alphabet.,pass
q22,"Which is longer, a mile or a kilometre?",A kilometre is longer than a mile.,fail
q23,What is a quarter as a percentage?,A quarter is 25 per cent.,pass
q24,Which month has 28 days in an ordinary year?,February has 28 days in an ordinary year.,pass
q25,What do bees make from nectar?,Bees make honey from nectar.,pass
q26,What is the capital of Turkey?,The capital of Turkey is Istanbul.,fail
q27,How many strings does a violin have?,A violin has four strings.,pass
q28,What is 2 to the power of 10?,"2 to the power of 10 is 1,024.",pass
q29,Which is the smallest prime number?,The smallest prime number is 1.,fail
q30,On which continent is Egypt?,Egypt is in Africa.,pass
q31,What colour do you get from mixing blue and yellow paint?,Blue and yellow paint make green.,pass
q32,How many grams are there in a kilogram?,There are 100 grams in a kilogram.,fail
q33,What is the opposite of north?,The opposite of north is south.,pass
q34,"Which bird cannot fly, the penguin or the swallow?",The penguin cannot fly.,pass
q35,How many degrees do the angles of a triangle add up to?,They add up to 180 degrees.,pass
q36,What is the capital of Switzerland?,Zurich is the capital of Switzerland.,fail
q37,How many players of one football team are on the pitch?,A football team has eleven players on the pitch.,pass
q38,What is 15 per cent of 80?,15 per cent of 80 is 12.,pass
q39,Which metal is liquid at room temperature?,Mercury is liquid at room temperature.,pass
q40,How many bones has an adult human?,An adult human has 306 bones.,fail
`,
};
